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

/** A gap wider than this share of the letters' height is a space, even where the file has none. */
const spaceGap = 0.2;
/** Feet of letters further apart than this share of their height are on different lines (indices and exponents are not). */
const lineGap = 0.6;

/** The lines of a page's text content, in the order that the file gives them, which is the reading order also of columns. */
export function linesOfPage(textContent: unknown, page: number): PdfLine[] {
  const lines: PdfLine[] = [];
  let current: PdfLine | undefined;
  for (const candidate of content.parse(textContent).items) {
    const parsed = item.safeParse(candidate);
    // Marks of tagged content stand between the pieces of text.
    if (!parsed.success) continue;
    const { str, transform, width, hasEOL } = parsed.data;
    const [, , shear = 0, scale = 0, left = 0, y = 0] = transform;
    const height = Math.hypot(shear, scale);
    if (str !== '') {
      const piece: PdfLine = { text: str, page, left, right: left + width, y, height };
      if (current !== undefined && isSameLine(current, piece)) current = append(current, piece);
      else {
        if (current !== undefined) lines.push(current);
        current = piece;
      }
    }
    if (hasEOL && current !== undefined) {
      lines.push(current);
      current = undefined;
    }
  }
  if (current !== undefined) lines.push(current);
  return lines.map((line) => ({ ...line, text: line.text.trim() })).filter((line) => line.text !== '');
}

function isSameLine(line: PdfLine, piece: PdfLine): boolean {
  return Math.abs(line.y - piece.y) < Math.max(line.height, piece.height) * lineGap;
}

function append(line: PdfLine, piece: PdfLine): PdfLine {
  const gap = piece.left - line.right;
  const needsSpace = gap > piece.height * spaceGap && !/\s$/u.test(line.text) && !/^\s/u.test(piece.text);
  const larger = piece.height > line.height ? piece : line;
  return {
    text: line.text + (needsSpace ? ' ' : '') + piece.text,
    page: line.page,
    left: Math.min(line.left, piece.left),
    right: Math.max(line.right, piece.right),
    y: larger.y,
    height: larger.height,
  };
}
