import { readCorpus, sentencesOf } from '../../src/corpus/index.js';
import { articleQuestions } from './answer-times.js';
import { pick, randomFrom } from './random.js';

/** Real sentences and questions, and ones put together from parts, that made-up passages and questions take their vectors from. */
export interface SeedTexts {
  readonly passages: readonly string[];
  readonly questions: readonly string[];
}

const subjects =
  '图书馆 码头 铁路 医院 球队 博物馆 渔业 小学 电影节 发电厂 果园 法院 剧团 气象站 银行 邮局 机场 大学 农场 出版社 造船厂 動物園'.split(
    ' ',
  );
const english = 'the library,the harbour,the railway,the hospital,the team,the museum,the orchard,the court,the theatre,the airport'.split(
  ',',
);
const years = ['1987年', '去年', '2003年春天', '上个月', '二十年前', '2021年底', '本周'];
const sentences: readonly ((subject: string, other: string, when: string) => string)[] = [
  (subject, _, when) => `${when}，${subject}的预算增加了三成，其中大部分用于修缮屋顶和更换供暖设备。`,
  (subject, other, when) => `${subject}的负责人表示，${when}以来参观者的人数一直在下降，而${other}的情况正好相反。`,
  (subject, other) => `与${other}不同，${subject}从不公开自己的账目，这让不少居民感到不满。`,
  (subject, _, when) => `${when}的一场大雨淹没了${subject}的地下室，幸好没有人受伤。`,
  (subject, other) => `研究者比较了${subject}和${other}的数据，认为两者之间并没有因果关系。`,
  (subject, _, when) => `${subject}计划在${when}之后招聘四十名新员工，薪水比同行略高。`,
  (subject, other) => `“我们等这一天已经等了很久。”一位在${subject}工作的老人说，他的儿子后来去了${other}。`,
  (subject, other, when) => `${when}起，${subject}改用新的时刻表，往返${other}的班次减少到每天六班。`,
  (subject) => `批评者认为，${subject}的规定过于复杂，连专家也很难说清楚。`,
  (subject, other, when) => `${subject}在${when}获得了国家级的奖项，评委特别称赞它与${other}的合作。`,
];
const englishSentences: readonly ((subject: string, other: string) => string)[] = [
  (subject, other) =>
    `After a long debate the council decided that ${subject} would be moved closer to ${other}, at a cost of two million.`,
  (subject, other) => `Visitors of ${subject} complained about the noise, while those of ${other} hardly noticed it.`,
  (subject) => `In the report, ${subject} is described as old, underfunded and loved by nearly everyone.`,
];
const questions: readonly ((subject: string, other: string) => string)[] = [
  (subject) => `${subject}的预算增加了多少？`,
  (subject, other) => `${subject}和${other}之间有什么关系？`,
  (subject) => `谁是${subject}的负责人，他说了什么？`,
  (subject) => `${subject}什么时候获得了奖项？`,
  (subject, other) => `为什么居民对${subject}不满，却喜欢${other}？`,
  (subject) => `${subject}打算招聘几个人？`,
];
const englishQuestions: readonly ((subject: string, other: string) => string)[] = [
  (subject, other) => `How much does it cost to move ${subject} closer to ${other}?`,
  (subject) => `What did visitors of ${subject} complain about?`,
];

const madePassages = 480;
const madeQuestions = 170;
const englishShare = 0.2;

export async function seedTexts(corpusFolder: string): Promise<SeedTexts> {
  const random = randomFrom(2026);
  const { documents } = await readCorpus(corpusFolder);
  const own = documents.flatMap(({ text, blocks }) => {
    const paragraphs = blocks.filter(({ kind }) => kind === 'paragraph').map(({ start, end }) => text.slice(start, end));
    return paragraphs.flatMap((paragraph) => sentencesOf(paragraph).map(({ start, end }) => paragraph.slice(start, end)));
  });
  const made = (): string => {
    if (random() < englishShare) return pick(englishSentences, random)(pick(english, random), pick(english, random));
    return pick(sentences, random)(pick(subjects, random), pick(subjects, random), pick(years, random));
  };
  const asked = (): string => {
    if (random() < englishShare) return pick(englishQuestions, random)(pick(english, random), pick(english, random));
    return pick(questions, random)(pick(subjects, random), pick(subjects, random));
  };
  return {
    passages: [...own.map((sentence) => sentence + made()), ...Array.from({ length: madePassages }, () => made() + made())],
    questions: [...(await articleQuestions()), ...Array.from({ length: madeQuestions }, asked)],
  };
}
