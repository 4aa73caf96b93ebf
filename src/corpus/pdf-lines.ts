import { z } from 'zod';

/** A line of a page; lengths in points, `y` from the page's bottom to the line's foot. */
export interface PdfLine {
  readonly text: string;
  readonly page: number;
  readonly left: number;
  readonly right: number;
  readonly y: number;
  readonly height: number;
}

const item = z.object({
  str: z.string(),
  transform: z.array(z.number()).length(6),
  width: z.number(),
  height: z.number(),
  hasEOL: z.boolean(),
});
const content = z.object({ items: z.array(z.unknown()) });

/** Letters lower than this many points cannot be read. */
const smallestLetters = 1;
/** A gap wider than this share of the letters' height is a space, even where the file has none. */
const spaceGap = 0.2;
/** Baselines further apart than this share of the letters' height are different lines (indices and exponents are not). */
const lineGap = 0.6;

/** The lines of a page's text content, in the order that the file gives them, which is the reading order also of columns. */
export function linesOfPage(textContent: unknown, page: number): PdfLine[] {
  const lines: DraftLine[] = [];
  let current: DraftLine | undefined;
  for (const candidate of content.parse(textContent).items) {
    const parsed = item.safeParse(candidate);
    // Marks of tagged content stand between the pieces of text.
    if (!parsed.success) continue;
    const { str, transform, width, hasEOL } = parsed.data;
    const [, , shear = 0, scale = 0, left = 0, y = 0] = transform;
    const height = Math.hypot(shear, scale);
    // Letters without a size are not for readers.
    if (str !== '' && (height >= smallestLetters || str.trim() === '')) {
      const piece: Piece = { text: str, left, right: left + width, y, height };
      if (current !== undefined && isSameLine(current, piece)) append(current, piece);
      else {
        current = { texts: [str], left, right: left + width, y, height };
        lines.push(current);
      }
    }
    if (hasEOL) current = undefined;
  }
  return lines
    .map(({ texts, left, right, y, height }) => ({ text: texts.join('').trim(), page, left, right, y, height }))
    .filter((line) => line.text !== '');
}

/** A run of text that the file places as one. */
type Piece = Omit<PdfLine, 'page'>;

/** A line in progress. Its pieces are joined once, since a file may place each of a million letters separately. */
interface DraftLine {
  readonly texts: string[];
  left: number;
  right: number;
  y: number;
  height: number;
}

function isSameLine(line: DraftLine, piece: Piece): boolean {
  return Math.abs(line.y - piece.y) < Math.max(line.height, piece.height) * lineGap;
}

function append(line: DraftLine, piece: Piece): void {
  const gap = piece.left - line.right;
  const needsSpace = gap > piece.height * spaceGap && !/\s/u.test(line.texts.at(-1)?.slice(-1) ?? '') && !/^\s/u.test(piece.text);
  if (needsSpace) line.texts.push(' ');
  line.texts.push(piece.text);
  line.left = Math.min(line.left, piece.left);
  line.right = Math.max(line.right, piece.right);
  if (piece.height <= line.height) return;
  line.y = piece.y;
  line.height = piece.height;
}
