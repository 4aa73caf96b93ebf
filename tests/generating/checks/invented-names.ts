import fc from 'fast-check';

/** People whom no article has: parts that are common each, put together by chance. */
const surnames =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'.split(
    '',
  );
const compound = '欧阳 司徒 上官 诸葛 司马 皇甫 尉迟 慕容 令狐 夏侯 公孙 端木 钟离 宇文 长孙'.split(' ');
const given =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛超兰霞平刚桂英文华玉萍红建国志明俊宇晓雪梅婷浩博思远嘉怡梓涵若曦泽楷望舒砚秋承启航景行鸿飞云帆书瑶清扬佩瑜振邦耀祖德昌守义维新'.split(
    '',
  );
const firsts =
  'Harriet Cornelius Beatrix Thaddeus Rowena Lysander Mabel Gideon Imogen Barnaby Saskia Torvald Ingrid Pavel Nadia Curtis Leopold Wanda Felix Agnes Dorothy Malcolm Priya Tomasz Yusuf Greta'.split(
    ' ',
  );
const lasts =
  'Ashworth Pennington Blackwood Thistlewood Gallagher Novak Lindqvist Okafor Marchetti Hargreaves Dunmore Castellano Winterbourne Schreiber Papadakis Whitlock Ferreira Kowalczyk Underhill Brannigan Raghunathan Oyelaran Prescott Vandermeer'.split(
    ' ',
  );
const transcribed =
  '阿什沃思 彭宁顿 布莱克伍德 加拉格尔 诺瓦克 林德奎斯特 奥卡福 马尔凯蒂 哈格里夫斯 卡斯特拉诺 施赖伯 帕帕扎基斯 费雷拉 科瓦尔奇克 布兰尼根 普雷斯科特 范德米尔 霍金斯 麦克阿瑟 冈萨雷斯'.split(
    ' ',
  );

export const inventedHan: fc.Arbitrary<string> = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...surnames) }, { weight: 1, arbitrary: fc.constantFrom(...compound) }),
    fc.array(fc.constantFrom(...given), { minLength: 1, maxLength: 2 }),
  )
  .map(([surname, own]) => surname + own.join(''));
export const inventedLatin: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom(...firsts), fc.constantFrom(...lasts))
  .map((parts) => parts.join(' '));
export const inventedTranscribed: fc.Arbitrary<string> = fc.constantFrom(...transcribed);
