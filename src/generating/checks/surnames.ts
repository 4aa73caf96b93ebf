/** Surnames of two characters, in the simplified script; without those that are ordinary words first (东方, 百里, 西门). */
export const compoundSurnames: ReadonlySet<string> = new Set(
  (
    '欧阳 司马 上官 诸葛 司徒 司空 夏侯 尉迟 皇甫 公孙 慕容 令狐 长孙 宇文 端木 独孤 南宫 万俟 闻人 赫连 澹台 宗政 濮阳 公冶 申屠 仲孙 钟离 ' +
    '鲜于 闾丘 呼延 东郭 公羊 纳兰 完颜 拓跋 轩辕 淳于 单于 太史 太叔 左丘 公西 梁丘 段干'
  ).split(' '),
);

/** Surnames of one character, in the simplified script: the Hundred Family Surnames and what is common today beside them. */
export const singleSurnames: ReadonlySet<string> = new Set(
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵' +
    '湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢滑裴陆荣翁荀羊惠甄曲封芮储靳' +
    '汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚' +
    '农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公涂肖闫佟付代覃岳帅缑亢况郈有琴' +
    '商牟佘佴伯赏墨哈谯笪年爱阳',
);

/** Those that open many ordinary words (高性能, 有人, 和): with one of them alone nothing is taken for a name. */
export const ambiguousSurnames: ReadonlySet<string> = new Set(
  '和有于从都相向全成后公水平空通常明时应能解支干计国文东连安别越那年双山谷终步居简须后花爱宿终强利关代单满容富农伯商司师管包盛从养益广元乐左石平和高金方万白红云车马牛鱼羊龙古易米路房景权查盖印武宣阴阳危养沙党充况帅边边麻尚宁融边匡弘赏双墨伏冷松井束祖籍曲储封薄班荣温暴牧滑',
);

/** Of those, which so many people bear that two unknown characters after them are more likely a name. */
export const commonSurnames: ReadonlySet<string> = new Set('高金方万白石马龙安武左牛阳尚边景温');
