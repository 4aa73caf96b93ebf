import { sentencesOf, type Span } from '../../corpus/index.js';
import { questionWordsOf } from '../../language/index.js';
import type { PassageIndex } from '../../search-index/index.js';

/** How many sentences are looked at: all of any article, the first chapters of a book. */
const maxSentences = 400;
/** How much text is split before other work gets its turn. */
const charactersAtOnce = 10_000;
/** The most text that is looked at, however few sentences it has. */
const longestBeginning = 200_000;
/** Of text without breaks only the beginning is looked at. */
const longestParagraph = 20_000;
/** Shorter sentences are captions, longer ones no summary. In columns; a Chinese character has 2.6. */
const columns = { least: 24, most: 420, ofHan: 2.6 };
/** The first sentences of an article or a section say more than later ones. */
const leadBonus = { article: 0.6, paragraph: 0.2 };
/** How much a sentence's length counts against what it covers. */
const lengthExponent = 0.5;

interface Sentence extends Span {
  readonly terms: ReadonlySet<string>;
  readonly length: number;
  readonly bonus: number;
}

/**
 * The three to five sentences that together cover most of the document, in its order; fewer where it has no more. A term's weight grows
 * with the document's sentences that contain it and falls with the corpus's passages that do, and counts once in the summary: a greedy
 * choice under a budget (Lin and Bilmes, ACL 2011).
 */
export async function summarise(path: string, index: PassageIndex): Promise<readonly Span[]> {
  const sentences = await sentencesIn(path, index);
  const weights = weightsOf(sentences, index);
  const count = sentences.length < 12 ? 3 : sentences.length < 40 ? 4 : 5;
  const covered = new Set<string>();
  const chosen: Sentence[] = [];
  while (chosen.length < count) {
    const best = bestOf(sentences, chosen, (sentence) => gainOf(sentence, covered, weights));
    if (best === undefined) break;
    chosen.push(best);
    for (const term of best.terms) covered.add(term);
  }
  return chosen.sort((a, b) => a.start - b.start).map(({ start, end }) => ({ start, end }));
}

async function sentencesIn(path: string, index: PassageIndex): Promise<readonly Sentence[]> {
  const text = (index.documentText(path) ?? '').slice(0, longestBeginning);
  const sentences: Sentence[] = [];
  for (let from = 0; from < text.length; from += charactersAtOnce) {
    const within = { start: from, end: from + charactersAtOnce };
    for (const block of index.documentBlocks(path, within)) {
      if (block.start < from || (block.kind !== 'paragraph' && block.kind !== 'item')) continue;
      const paragraph = text.slice(block.start, Math.min(block.end, block.start + longestParagraph));
      for (const [at, span] of sentencesOf(paragraph).entries()) {
        const sentence = paragraph.slice(span.start, span.end);
        const start = block.start + span.start + (sentence.length - sentence.trimStart().length);
        const length = columnsOf(sentence.trim());
        if (length < columns.least || length > columns.most) continue;
        const terms = new Set(
          questionWordsOf(sentence)
            .filter(({ weight }) => weight === 1)
            .map(({ term }) => term),
        );
        const bonus = sentences.length === 0 ? leadBonus.article : at === 0 ? leadBonus.paragraph : 0;
        sentences.push({ start, end: start + sentence.trim().length, terms, length, bonus });
        if (sentences.length === maxSentences) return sentences;
      }
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sentences;
}

function weightsOf(sentences: readonly Sentence[], index: PassageIndex): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { terms } of sentences) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  // A term said once is a detail, except in a text of three sentences.
  const isShort = sentences.length < 6;
  const shared = [...counts].filter(([, count]) => count > 1 || isShort);
  const frequencies = index.passageFrequencies(shared.map(([term]) => term));
  return new Map(
    shared.map(([term, count], at) => [
      term,
      Math.log2(1 + count) * Math.log2(1 + (index.passageCount + 1) / (1 + (frequencies[at] ?? 0))),
    ]),
  );
}

function gainOf({ terms, length, bonus }: Sentence, covered: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number {
  let gain = 0;
  for (const term of terms) if (!covered.has(term)) gain += weights.get(term) ?? 0;
  return (gain / length ** lengthExponent) * (1 + bonus);
}

function bestOf(sentences: readonly Sentence[], chosen: readonly Sentence[], gain: (sentence: Sentence) => number): Sentence | undefined {
  let best: Sentence | undefined;
  let most = 0;
  for (const sentence of sentences) {
    if (chosen.includes(sentence)) continue;
    const gained = gain(sentence);
    if (gained > most) [best, most] = [sentence, gained];
  }
  return best;
}

function columnsOf(text: string): number {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return text.length + han * (columns.ofHan - 1);
}
