import type { Span } from '../../corpus/index.js';
import { ambiguousSurnames, commonSurnames, compoundSurnames, singleSurnames } from './surnames.js';

const allHan = /^\p{Script=Han}+$/u;
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** Before who takes part with others or in the deed. */
const inList = /[、和与及跟由被]$/u;
/** Behind a name: what its bearer says, thinks or is called. */
const besideName = /^(?:所[说言述称]|看来|认为|表示|指出|透露|的(?:说法|看法|观点)|教授|博士|先生|女士)/u;
/** What no given name ends with, and offices and bodies do: 路透社, 管委会, 董事. */
const office = /[社报局部委会厅院校厂司所台网团队组店馆方家者员人们事理管商界期性式型度率话种]$/u;
/** What no given name holds. */
const particle =
  /[的了在是和与也就都而及或但不到个等这那其之所被把让给对从向为很更最将已曾还又再没吗呢吧啊着过能会要可应该你我他她它们做说称认表指透宣于问答听看给者]/u;

/**
 * What may be personal names in a normalised text, as far as their characters tell: a surname and one or two characters more, cut where words are.
 */
export function personalNamesIn(text: string): (Span & { readonly text: string })[] {
  const segments = Array.from(segmenter.segment(text));
  const lengthAt = new Map(segments.map(({ segment, index }) => [index, segment.length]));
  const names: (Span & { readonly text: string })[] = [];
  let upTo = 0;
  for (const { index } of segments) {
    const end = index < upTo ? undefined : nameEndingAt(text, index, lengthAt);
    if (end === undefined) continue;
    names.push({ text: text.slice(index, end), start: index, end });
    upTo = end;
  }
  return names;
}

function nameEndingAt(text: string, start: number, lengthAt: ReadonlyMap<number, number>): number | undefined {
  // 老赵
  const familiar = text[start + 1] ?? '';
  if (/[老小阿]/u.test(text[start] ?? '') && lengthAt.has(start + 2) && singleSurnames.has(familiar) && !ambiguousSurnames.has(familiar))
    return start + 2;
  const isCompound = compoundSurnames.has(text.slice(start, start + 2));
  const surname = text.slice(start, start + (isCompound ? 2 : 1));
  if (!isCompound && !singleSurnames.has(surname)) return undefined;
  return [2, 1]
    .map((given) => start + surname.length + given)
    .find((end) => {
      const name = text.slice(start, end);
      const own = name.slice(surname.length);
      if (end > text.length || !allHan.test(own) || particle.test(own) || office.test(name)) return false;
      if (besideName.test(text.slice(end)) && lengthAt.get(start) !== name.length) return true;
      if (end < text.length && !lengthAt.has(end) && !/^[和与及跟]/u.test(text.slice(end))) return false;
      if (isCompound) return true;
      const isOfSingles = Array.from({ length: end - start }, (_, at) => start + at).every((at) => lengthAt.get(at) === 1);
      const isOfPairAndOne = own.length === 2 && lengthAt.get(start) === 2 && lengthAt.get(start + 2) === 1;
      const isWord = own.length === 2 && lengthAt.get(start) === name.length;
      if (!isOfSingles && !isWord && !(isOfPairAndOne && !/[大小多少高低长短新旧]$/u.test(name))) return false;
      return !ambiguousSurnames.has(surname) || (isOfSingles && commonSurnames.has(surname) && inList.test(text.slice(0, start)));
    });
}
