import { runsOf, type ReplyBlock, type Run } from './reply.js';

/** Whether these blocks, rendered together, fit into one message of the platform. Fewer blocks or shorter ones must never fit worse. */
export type Fits = (blocks: readonly ReplyBlock[]) => boolean;

/**
 * Splits a reply's blocks into parts that each fit one message: between blocks where that is possible, else between a list's items, after a
 * sentence or a line, after a word, between graphemes. Nothing is lost or repeated: the parts' texts put together are the whole text.
 * A single grapheme that fits nowhere makes a part of its own; a heap of combining marks is cut like text. No blocks make no parts.
 *
 * Takes time in proportion to the length of the text: `fits` is only asked about stretches that are at most about twice what fits.
 */
export function splitBlocks(blocks: readonly ReplyBlock[], fits: Fits): readonly (readonly ReplyBlock[])[] {
  const parts: ReplyBlock[][] = [];
  let part: ReplyBlock[] = [];
  const finish = (): void => {
    if (part.length > 0) parts.push(part);
    part = [];
  };
  for (const block of blocks) {
    const content = contentOf(block);
    if (tooMuch(content, 0, (head) => fits([...part, head])) === undefined) {
      part.push(block);
      continue;
    }
    finish();
    const fitsAlone = (head: ReplyBlock): boolean => fits([head]);
    // Where what stands beside the text is too much already, no cut helps.
    const canBeCut = fitsAlone(content.slice(0, 0));
    let from = 0;
    while (canBeCut && from < content.length) {
      const over = tooMuch(content, from, fitsAlone);
      if (over === undefined) break;
      const to = cutBefore(content, from, over, fitsAlone);
      parts.push([content.slice(from, to)]);
      from = to;
    }
    if (from < content.length || content.length === 0) part.push(content.slice(from, content.length));
  }
  finish();
  return parts;
}

type BlockFits = (block: ReplyBlock) => boolean;

/** A block as one text, of which stretches can be taken out. */
interface Content {
  /** In UTF-16 code units; the end of a list's item counts as one. */
  readonly length: number;
  /** The block with the stretch of its text between two offsets. */
  slice(from: number, to: number): ReplyBlock;
  pieces(from: number, to: number): readonly Piece[];
}

/** A run of a block's text, or the end of a list's item. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly run: Run | undefined;
}

function contentOf(block: ReplyBlock): Content {
  const isList = block.kind === 'list' || block.kind === 'suggestions';
  const all: Piece[] = [];
  let length = 0;
  const add = (run: Run | undefined, size: number): void => {
    all.push({ start: length, end: length + size, run });
    length += size;
  };
  for (const runs of runsOf(block)) {
    for (const run of runs) if (run.text !== '') add(run, run.text.length);
    if (isList) add(undefined, 1);
  }
  const pieces = (from: number, to: number): readonly Piece[] => {
    const inside: Piece[] = [];
    for (let at = firstEndingAfter(all, from), piece = all[at]; piece !== undefined && piece.start < to; piece = all[++at]) {
      const { start, end, run } = piece;
      const text = run?.text.slice(Math.max(0, from - start), to - start) ?? '';
      inside.push({ start: Math.max(from, start), end: Math.min(to, end), run: run && { ...run, text } });
    }
    return inside;
  };
  return { length, pieces, slice: (from, to) => (from === 0 && to >= length ? block : rebuilt(block, pieces(from, to))) };
}

function firstEndingAfter(pieces: readonly Piece[], offset: number): number {
  return largest(pieces.length, (count) => (pieces[count - 1]?.end ?? 0) <= offset);
}

function rebuilt(block: ReplyBlock, pieces: readonly Piece[]): ReplyBlock {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'note':
    case 'quotation':
      return { ...block, runs: pieces.flatMap(({ run }) => run ?? []) };
    case 'list':
    case 'suggestions': {
      const items: Run[][] = [];
      let item: Run[] = [];
      for (const { run } of pieces) {
        if (run !== undefined) item.push(run);
        else {
          items.push(item);
          item = [];
        }
      }
      return { ...block, items: item.length === 0 ? items : [...items, item] };
    }
  }
}

/** Long enough that most blocks are asked about only once. */
const firstStretch = 2048;

/** How much of the content is too much for one message; `undefined` where all that is left fits. */
function tooMuch(content: Content, from: number, fits: BlockFits): number | undefined {
  const left = content.length - from;
  for (let size = firstStretch; size < left; size *= 2) {
    if (!fits(content.slice(from, from + size))) return from + size;
  }
  return fits(content.slice(from, content.length)) ? undefined : content.length;
}

/** What a segmenter has to see behind a stretch, to tell whether it ends with a sentence or a word. */
const lookAhead = 64;
/** What people see as one character has a few code points. */
const longestGrapheme = 256;

/**
 * Where the longest beginning of what is left ends that fits: past `from`, and at the best kind of place there is.
 * @param over So much is known not to fit.
 */
function cutBefore(content: Content, from: number, over: number, fits: BlockFits): number {
  const pieces = content.pieces(from, Math.min(content.length, over + lookAhead));
  const text = pieces.map(({ run }) => run?.text ?? '\n').join('');
  const isWhole = wholeAt(pieces);
  const lastFitting = (boundaries: Iterable<number>): number | undefined => {
    const allowed: number[] = [];
    for (const end of boundaries) {
      if (from + end >= over) break;
      if (!isWhole.has(from + end)) allowed.push(from + end);
    }
    return allowed[largest(allowed.length, (count) => fits(content.slice(from, allowed[count - 1] ?? from))) - 1];
  };
  const [firstGrapheme = 1] = graphemeEnds(text.slice(0, longestGrapheme + 1));
  return (
    lastFitting(itemEnds(pieces)) ??
    lastFitting(sentenceEnds(text)) ??
    lastFitting(wordEnds(text)) ??
    lastFitting(graphemeEnds(text)) ??
    (firstGrapheme > longestGrapheme ? lastFitting(characterEnds(text)) : undefined) ??
    (pieces[0]?.run?.kind === 'mark' ? pieces[0].end : from + Math.min(firstGrapheme, longestGrapheme))
  );
}

/** The largest n in [0, count] for which it holds, if it does for every smaller n, too. */
function largest(count: number, holds: (n: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where nothing is cut: within a citation's mark, whatever a segmenter thinks of its brackets, and between an item's text and its end. */
function wholeAt(pieces: readonly Piece[]): ReadonlySet<number> {
  const whole = new Set<number>();
  let previous: Run | undefined;
  for (const { start, end, run } of pieces) {
    if (run === undefined && previous !== undefined) whole.add(start);
    if (run?.kind === 'mark') for (let at = start + 1; at < end; at++) whole.add(at);
    previous = run;
  }
  return whole;
}

function itemEnds(pieces: readonly Piece[]): readonly number[] {
  const [first] = pieces;
  return first === undefined ? [] : pieces.filter(({ run }) => run === undefined).map(({ end }) => end - first.start);
}

const segmenters = {
  sentence: new Intl.Segmenter('zh', { granularity: 'sentence' }),
  word: new Intl.Segmenter('zh', { granularity: 'word' }),
  grapheme: new Intl.Segmenter('zh', { granularity: 'grapheme' }),
};

function* ends(text: string, granularity: keyof typeof segmenters): Iterable<number> {
  for (const { index, segment } of segmenters[granularity].segment(text)) yield index + segment.length;
}

/** A sentence's end or a line's: the segmenter ends sentences at line breaks, too. */
const sentenceEnds = (text: string): Iterable<number> => ends(text, 'sentence');

/** Not in front of punctuation: a message that begins with a comma looks broken. */
function* wordEnds(text: string): Iterable<number> {
  for (const at of ends(text, 'word')) if (!/^[\p{Po}\p{Pe}\p{Pf}]/u.test(text.slice(at, at + 2))) yield at;
}

const graphemeEnds = (text: string): Iterable<number> => ends(text, 'grapheme');

function* characterEnds(text: string): Iterable<number> {
  let at = 0;
  for (const character of text) yield (at += character.length);
}
