import type { Span } from '../../corpus/index.js';
import { ambiguousSurnames, commonSurnames, compoundSurnames, singleSurnames } from './surnames.js';

/** What is, or may be, a person's name in Chinese characters. */
export interface PersonalName extends Span {
  readonly text: string;
  /** Where it stands tells that it is one: who is said to have said something, who bears a title. Else only its characters do. */
  readonly isCertain: boolean;
}

const allHan = /^\p{Script=Han}+$/u;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** What makes who stands before it the source of what is told. */
const saying =
  '(?:(?:曾|还|也|就|则|便|却|又|亦|都|更|当时|随后|后来|此前|最近|近日|今天|昨天|周[一二三四五六日])*(?:进一步|明确|公开|特别)?' +
  '(?:所说|所言|所述|所称|看来|认为|以为|表示|指出|介绍|透露|称|说|声称|宣称|坦言|坦承|直言|强调|提出|提到|谈到|写道|回忆|解释|分析|估计|预计|预测|预言|警告|主张|相信|承认|否认|补充|建议|呼吁|质疑|批评|称赞|赞扬|担心|觉得|发现|证实|宣布|告诉|的(?:说法|看法|观点|介绍|分析|解释|估计|预测|描述|回忆|话|意见|理论|研究)))';
const title =
  '(?:教授|博士|院士|先生|女士|小姐|主席|总统|总理|首相|部长|省长|市长|县长|校长|院长|主任|老师|记者|局长|法官|律师|医生|经理|总裁|董事长|总监|教练|导演|研究员|工程师|将军|上校|馆长|所长|会长|处长|科长|队长|书记|秘书长|主编|编辑|作家|诗人|画家|歌手|演员|学者|专家|分析师|经济学家|科学家|历史学家|物理学家|数学家|哲学家|创始人|负责人|首席执行官|发言人|代表|技术员|同学|同志)';
/** Before a name: somebody's office, or a word that a person follows. */
const leading = new RegExp(
  `(?:^|[\\p{P}\\s]|据|根据|按照|依照|依据|按|照|在|由|与|和|及|跟|同|对|向|被|让|给|请|是|为|叫|如|像|${title}|人|者|家|员|长)$`,
  'u',
);
const following = new RegExp(`^(?:${saying}|${title}|等人)`, 'u');
const afterTitle = new RegExp(`${title}$`, 'u');
/** After a title a name is over where something else begins. */
const over = /^(?:$|[\p{P}\s]|就|也|在|是|和|与|及|的|从|于|曾|将|已|为|把|被|让)/u;
/** 老赵, 小王 */
const familiarName = new RegExp(
  `^[老小阿][${[...singleSurnames].filter((one) => !ambiguousSurnames.has(one)).join('')}](?!\\p{Script=Han}?[人板家师乡路])`,
  'u',
);
/** Before who takes part with others or in the deed. */
const inList = /[、和与及跟由被]$/u;
/** What no given name ends with, and offices and bodies do: 路透社, 管委会, 董事. */
const office = /[社报局部委会厅院校厂司所台网团队组店馆方家者员人们事理管商界期性式型度率话种]$/u;
/** What no given name holds. */
const particle =
  /[的了在是和与也就都而及或但不到个等这那其之所被把让给对从向为很更最将已曾还又再没吗呢吧啊着过能会要可应该你我他她它们做说称认表指透宣于问答听看给者]/u;

/**
 * The personal names in a normalised text, as far as their characters tell: a surname and one or two characters more, cut where words are.
 */
export function personalNamesIn(text: string): PersonalName[] {
  const segments = Array.from(segmenter.segment(text));
  const lengthAt = new Map(segments.map(({ segment, index }) => [index, segment.length]));
  const names: PersonalName[] = [];
  let upTo = 0;
  for (const { index } of segments) {
    if (index < upTo) continue;
    const found = nameAt(text, index, lengthAt);
    if (found === undefined) continue;
    names.push(found);
    upTo = found.end;
  }
  return names;
}

function nameAt(text: string, start: number, lengthAt: ReadonlyMap<number, number>): PersonalName | undefined {
  const familiar = familiarName.exec(text.slice(start))?.[0];
  if (familiar !== undefined) {
    const end = start + familiar.length;
    if (lengthAt.get(start) !== 2 || following.test(text.slice(end)))
      return { text: familiar, start, end, isCertain: following.test(text.slice(end)) && leading.test(text.slice(0, start)) };
  }
  const isCompound = compoundSurnames.has(text.slice(start, start + 2));
  const surname = text.slice(start, start + (isCompound ? 2 : 1));
  if (!isCompound && !singleSurnames.has(surname)) return undefined;
  const candidates = [2, 1].flatMap((given): PersonalName[] => {
    const end = start + surname.length + given;
    const own = text.slice(start + surname.length, end);
    if (own.length < given || !allHan.test(own) || particle.test(own)) return [];
    const name = text.slice(start, end);
    const isWord = lengthAt.get(start) === name.length;
    const isCutThere = end === text.length || lengthAt.has(end) || /^[和与及跟]/u.test(text.slice(end));
    const isFollowed = following.test(text.slice(end));
    const before = text.slice(0, start);
    const isBeside = (isFollowed && leading.test(before)) || (afterTitle.test(before) && over.test(text.slice(end)));
    // Ordinary words after a character that happens to be a surname: 高性能, 后大声称赞.
    const isDoubtful = ambiguousSurnames.has(surname) && (!isCutThere || (given === 2 && lengthAt.get(start + 1) === 2));
    const isCertain = isBeside && !isWord && !isDoubtful && !office.test(name);
    if (isCertain) return [{ text: name, start, end, isCertain }];
    if (!isCutThere) return [];
    if (isCompound) return [{ text: name, start, end, isCertain: lengthAt.get(start) === 2 }];
    const isOfSingles = Array.from({ length: end - start }, (_, at) => start + at).every((at) => lengthAt.get(at) === 1);
    const isOfPairAndOne = given === 2 && lengthAt.get(start) === 2 && lengthAt.get(start + 2) === 1;
    if (!isOfSingles && !(isOfPairAndOne && !/[大小多少高低长短新旧]$/u.test(name)) && !(isWord && given === 2)) return [];
    return (ambiguousSurnames.has(surname) && !(isOfSingles && commonSurnames.has(surname) && inList.test(before))) || office.test(name)
      ? []
      : [{ text: name, start, end, isCertain: false }];
  });
  return candidates.find(({ isCertain }) => isCertain) ?? candidates[0];
}
