import { sliceRuns, type ReplyBlock, type Run } from './reply.js';

/** Whether these blocks, rendered together, fit into one message of the platform. Fewer blocks or shorter ones must never fit worse. */
export type Fits = (blocks: readonly ReplyBlock[]) => boolean;

/**
 * Splits a reply's blocks into parts that each fit one message: between blocks where that is possible, else between a list's items, after a
 * sentence or a line, after a word, between graphemes. Nothing is lost or repeated: the parts' texts put together are the whole text.
 * A single grapheme that fits nowhere makes a part of its own. No blocks make no parts.
 */
export function splitBlocks(blocks: readonly ReplyBlock[], fits: Fits): readonly (readonly ReplyBlock[])[] {
  const parts: ReplyBlock[][] = [];
  let part: ReplyBlock[] = [];
  const finish = (): void => {
    if (part.length > 0) parts.push(part);
    part = [];
  };
  for (const block of blocks) {
    if (fits([...part, block])) {
      part.push(block);
      continue;
    }
    finish();
    let rest: ReplyBlock | undefined = block;
    while (rest !== undefined && !fits([rest])) {
      const [head, tail] = cutBlock(rest, (candidate) => fits([candidate]));
      parts.push([head]);
      rest = tail;
    }
    if (rest !== undefined) part.push(rest);
  }
  finish();
  return parts;
}

type BlockFits = (block: ReplyBlock) => boolean;

/** The longest beginning of the block that fits (never empty), and what is left. */
function cutBlock(block: ReplyBlock, fits: BlockFits): readonly [ReplyBlock, ReplyBlock | undefined] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'note':
    case 'quotation': {
      const [head, tail] = cutRuns(block.runs, (runs) => fits({ ...block, runs }));
      return [{ ...block, runs: head }, tail.length === 0 ? undefined : { ...block, runs: tail }];
    }
    case 'list':
    case 'suggestions': {
      const whole = largest(block.items.length, (count) => fits({ ...block, items: block.items.slice(0, count) }));
      if (whole > 0) return [{ ...block, items: block.items.slice(0, whole) }, withItems(block, block.items.slice(whole))];
      const [first = [], ...others] = block.items;
      const [head, tail] = cutRuns(first, (runs) => fits({ ...block, items: [runs] }));
      return [{ ...block, items: [head] }, withItems(block, tail.length === 0 ? others : [tail, ...others])];
    }
  }
}

function withItems(
  block: Extract<ReplyBlock, { kind: 'list' | 'suggestions' }>,
  items: readonly (readonly Run[])[],
): ReplyBlock | undefined {
  return items.length === 0 ? undefined : { ...block, items };
}

function cutRuns(runs: readonly Run[], fits: (runs: readonly Run[]) => boolean): readonly [readonly Run[], readonly Run[]] {
  const text = runs.map((run) => run.text).join('');
  for (const boundaries of [sentenceEnds(text), wordEnds(text), graphemeEnds(text)]) {
    // A citation's mark is one thing, whatever a segmenter thinks of its brackets.
    const allowed = boundaries.filter((at) => at < text.length && !withinMark(runs, at));
    const count = largest(allowed.length, (n) => fits(sliceRuns(runs, 0, allowed[n - 1] ?? 0)));
    const at = allowed[count - 1];
    if (at !== undefined) return [sliceRuns(runs, 0, at), sliceRuns(runs, at, text.length)];
  }
  const first = graphemeEnds(text).find((at) => !withinMark(runs, at)) ?? text.length;
  return [sliceRuns(runs, 0, first), sliceRuns(runs, first, text.length)];
}

/** The largest n in [0, count] for which it fits, if every smaller n does, too. */
function largest(count: number, fits: (n: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function withinMark(runs: readonly Run[], at: number): boolean {
  let start = 0;
  for (const run of runs) {
    const end = start + run.text.length;
    if (run.kind === 'mark' && at > start && at < end) return true;
    start = end;
  }
  return false;
}

const segmenters = {
  sentence: new Intl.Segmenter('zh', { granularity: 'sentence' }),
  word: new Intl.Segmenter('zh', { granularity: 'word' }),
  grapheme: new Intl.Segmenter('zh', { granularity: 'grapheme' }),
};

function ends(text: string, granularity: keyof typeof segmenters): readonly number[] {
  return Array.from(segmenters[granularity].segment(text), ({ index, segment }) => index + segment.length);
}

/** A sentence's end or a line's: the segmenter ends sentences at line breaks, too. */
const sentenceEnds = (text: string): readonly number[] => ends(text, 'sentence');

/** Not in front of punctuation: a message that begins with a comma looks broken. */
const wordEnds = (text: string): readonly number[] =>
  ends(text, 'word').filter((at) => !/^[\p{Po}\p{Pe}\p{Pf}]/u.test(text.slice(at, at + 2)));

const graphemeEnds = (text: string): readonly number[] => ends(text, 'grapheme');
