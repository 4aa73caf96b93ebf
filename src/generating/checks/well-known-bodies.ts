/**
 * Companies, universities and bodies that newspapers write without saying what they are. The embedding model takes each for its rivals (奔驰 for 宝马
 * .70), so that they have to be known by name. Simplified script; without those that are ordinary words as well (苹果, 大众, 小米).
 */
export const wellKnownBodies: readonly string[] = (
  '谷歌 微软 亚马逊 脸书 推特 英伟达 英特尔 高通 超微 博通 台积电 阿斯麦 三星 索尼 任天堂 松下 东芝 日立 诺基亚 爱立信 西门子 甲骨文公司 思科 惠普 戴尔 特斯拉 奈飞 优步 爱彼迎 领英 ' +
  '腾讯 阿里巴巴 阿里云 百度 字节跳动 快手 华为 京东 美团 拼多多 网易 滴滴 携程 联想 中兴通讯 比亚迪 宁德时代 蔚来 小鹏汽车 理想汽车 吉利 奇瑞 大疆 商汤 旷视 科大讯飞 寒武纪 智谱 月之暗面 深度求索 搜狐 新浪 搜狗 ' +
  '丰田 本田 日产 奔驰 宝马 奥迪 保时捷 法拉利 沃尔沃 福特汽车 通用汽车 雷诺 标致 现代汽车 波音 空客 洛克希德 ' +
  '沃尔玛 家乐福 好市多 星巴克 麦当劳 肯德基 可口可乐 百事 雀巢 联合利华 宝洁 宜家 耐克 阿迪达斯 辉瑞 莫德纳 阿斯利康 葛兰素史克 拜耳 罗氏 诺华 默沙东 强生公司 赛诺菲 ' +
  '高盛 摩根士丹利 摩根大通 花旗 汇丰 渣打 瑞银 瑞信 贝莱德 软银 红杉 黑石集团 标普 穆迪 惠誉 普华永道 德勤 毕马威 安永 麦肯锡 ' +
  '联合国 世界银行 欧盟 北约 东盟 世卫组织 世贸组织 国际货币基金组织 世界卫生组织 世界贸易组织 欧洲央行 美联储 白宫 五角大楼 克里姆林宫 ' +
  '路透社 法新社 美联社 彭博社 彭博 新华社 共同社 塔斯社 中央社 纽约时报 华盛顿邮报 华尔街日报 金融时报 经济学人 ' +
  '清华 北大 复旦 浙大 同济 哈佛 耶鲁 斯坦福 普林斯顿 哥伦比亚大学 伯克利 麻省理工 牛津 剑桥 加州理工 卡内基梅隆 中科院 中国科学院 社科院'
).split(' ');

/** What English abbreviates and Chinese does not. */
const abbreviations: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    UN: ['联合国'],
    EU: ['欧盟', '欧洲联盟'],
    US: ['美国'],
    USA: ['美国'],
    UK: ['英国'],
    WHO: ['世卫', '世界卫生组织'],
    WTO: ['世贸', '世界贸易组织'],
    IMF: ['国际货币基金'],
    NATO: ['北约'],
    ECB: ['欧洲央行'],
    FBI: ['联邦调查局'],
    CIA: ['中央情报局', '中情局'],
    NASA: ['航天局', '航空航天局', '太空总署'],
    MIT: ['麻省理工'],
    CAS: ['中科院', '中国科学院'],
    AI: ['人工智能', '人工智慧'],
  }),
);

/**
 * English names of companies and universities with what Chinese writers call them: neither sound nor the embedding model tells Amazon from 英伟达
 * (.75) reliably. Lower case; without those that are ordinary words as well (Apple, Target). Empty: written in Latin letters in Chinese, too.
 */
const chineseForms: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    google: ['谷歌'],
    alphabet: ['谷歌'],
    deepmind: [],
    microsoft: ['微软'],
    amazon: ['亚马逊'],
    facebook: ['脸书', '脸谱'],
    meta: ['脸书'],
    twitter: ['推特'],
    nvidia: ['英伟达', '辉达'],
    intel: ['英特尔'],
    qualcomm: ['高通'],
    amd: ['超微', '超威'],
    broadcom: ['博通'],
    tsmc: ['台积电'],
    samsung: ['三星'],
    sony: ['索尼'],
    nintendo: ['任天堂'],
    nokia: ['诺基亚'],
    siemens: ['西门子'],
    cisco: ['思科'],
    tesla: ['特斯拉'],
    netflix: ['奈飞', '网飞'],
    uber: ['优步'],
    airbnb: ['爱彼迎'],
    ibm: [],
    openai: [],
    anthropic: [],
    mistral: [],
    deepseek: ['深度求索'],
    huggingface: ['抱抱脸'],
    tencent: ['腾讯'],
    alibaba: ['阿里'],
    baidu: ['百度'],
    bytedance: ['字节'],
    huawei: ['华为'],
    xiaomi: ['小米'],
    lenovo: ['联想'],
    byd: ['比亚迪'],
    toyota: ['丰田'],
    honda: ['本田'],
    volkswagen: ['大众'],
    bmw: ['宝马'],
    boeing: ['波音'],
    airbus: ['空客', '空中客车'],
    walmart: ['沃尔玛'],
    starbucks: ['星巴克'],
    pfizer: ['辉瑞'],
    moderna: ['莫德纳'],
    softbank: ['软银'],
    reuters: ['路透'],
    bloomberg: ['彭博'],
    tsinghua: ['清华'],
    peking: ['北京', '北大'],
    fudan: ['复旦'],
    stanford: ['斯坦福'],
    harvard: ['哈佛'],
    yale: ['耶鲁'],
    princeton: ['普林斯顿'],
    berkeley: ['伯克利'],
    oxford: ['牛津'],
    cambridge: ['剑桥'],
    caltech: ['加州理工'],
  }),
);

/** Whether a text in Chinese has the name of a body that is well known in English; `undefined` for a name that is not in the list. */
export function hasWellKnown(name: string, text: string): boolean | undefined {
  return chineseForms.get(name.toLowerCase())?.some((form) => text.includes(form));
}

/** Whether a text in Chinese has what the initials stand for. */
export function hasAbbreviated(initials: string, text: string): boolean {
  return abbreviations.get(initials)?.some((name) => text.includes(name)) ?? false;
}
