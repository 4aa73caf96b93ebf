import stringWidth from 'string-width';

/** A piece of a line, and how it is shown. */
export interface Piece {
  readonly text: string;
  readonly isBold?: boolean;
}

/** A line of a message: words of the bot, or of an article. */
export interface Line {
  readonly pieces: readonly Piece[];
  readonly isQuoted: boolean;
}

export interface Bubble {
  readonly author: string;
  readonly isReader: boolean;
  readonly lines: readonly Line[];
  /** Rows of buttons below the message. */
  readonly buttons: readonly (readonly string[])[];
}

export interface Palette {
  readonly background: string;
  readonly reader: string;
  readonly bot: string;
  readonly text: string;
  readonly faint: string;
  readonly accent: string;
  readonly button: string;
}

/** Pixels. A column is the width of a Latin letter; a Chinese character takes two. */
const size = { width: 720, margin: 20, padding: 14, line: 22, column: 7.6, font: 14, button: 30, gap: 14 };
const columnsOf = (width: number): number => Math.floor((width - 2 * size.padding) / size.column);

/** The messages of a conversation below each other, as an SVG image. */
export function drawChat(bubbles: readonly Bubble[], palette: Palette): string {
  let y = size.margin;
  const drawn = bubbles.map((bubble) => {
    const { svg, height } = drawBubble(bubble, y, palette);
    y += height + size.gap;
    return svg;
  });
  const height = y - size.gap + size.margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(size.width)}" height="${String(height)}" viewBox="0 0 ${String(size.width)} ${String(height)}" font-family="system-ui, -apple-system, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif" font-size="${String(size.font)}">`,
    rectangle({ x: 0, y: 0, width: size.width, height, fill: palette.background, radius: 12 }),
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

function drawBubble({ author, isReader, lines, buttons }: Bubble, top: number, palette: Palette): { svg: string; height: number } {
  const widest = size.width - 2 * size.margin - (isReader ? 240 : 60);
  const wrapped = lines.flatMap((line) => wrap(line, columnsOf(widest)));
  const textWidth = Math.max(...wrapped.map(({ pieces }) => stringWidth(pieces.map(({ text }) => text).join(''))), stringWidth(author));
  const width = isReader ? Math.min(widest, textWidth * size.column + 2 * size.padding + 8) : widest;
  const x = isReader ? size.width - size.margin - width : size.margin;
  const bodyHeight = (wrapped.length + 1) * size.line + 2 * size.padding - 6;
  const body = [
    rectangle({ x, y: top, width, height: bodyHeight, fill: isReader ? palette.reader : palette.bot, radius: 12 }),
    text(x + size.padding, top + size.padding + size.font - 2, [{ text: author, isBold: true }], palette.accent),
    ...wrapped.map(({ pieces, isQuoted }, at) => {
      const baseline = top + size.padding + size.font - 2 + (at + 1) * size.line;
      const bar = { x: x + size.padding, y: baseline - size.font - 1, width: 3, height: size.line, fill: palette.accent, radius: 1 };
      const words = text(x + size.padding + (isQuoted ? 12 : 0), baseline, pieces, isQuoted ? palette.faint : palette.text);
      return isQuoted ? `${rectangle(bar)}\n${words}` : words;
    }),
  ];
  let y = top + bodyHeight + 6;
  const keys = buttons.map((row) => {
    const each = (width - (row.length - 1) * 6) / row.length;
    const drawn = row.map((label, at) => drawButton(label, x + at * (each + 6), y, each, palette));
    y += size.button + 6;
    return drawn.join('\n');
  });
  return { svg: [...body, ...keys].join('\n'), height: y - 6 - top };
}

function drawButton(label: string, x: number, y: number, width: number, { button, accent }: Palette): string {
  const box = rectangle({ x, y, width, height: size.button, fill: button, radius: 8 });
  const at = `x="${rounded(x + width / 2)}" y="${rounded(y + size.button / 2 + 5)}"`;
  return `${box}\n<text ${at} text-anchor="middle" fill="${accent}">${escaped(label)}</text>`;
}

/** Cuts a line into as many as its columns need, between characters of Chinese and between words of English. */
function wrap({ pieces, isQuoted }: Line, columns: number): Line[] {
  const lines: Piece[][] = [[]];
  let used = 0;
  for (const { text: words, ...style } of pieces) {
    for (const word of words.match(/(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}'’.-])+|[\s\S]/gu) ?? []) {
      const width = stringWidth(word);
      if (used + width > columns - (isQuoted ? 2 : 0) && used > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push({ text: word, ...style });
      used += width;
    }
  }
  return lines.map((line) => ({ pieces: joined(line), isQuoted }));
}

function joined(pieces: readonly Piece[]): Piece[] {
  const all: Piece[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last !== undefined && last.isBold === piece.isBold) all[all.length - 1] = { ...last, text: last.text + piece.text };
    else all.push(piece);
  }
  return all;
}

function text(x: number, y: number, pieces: readonly Piece[], fill: string): string {
  const spans = pieces.map(({ text: words, isBold }) => `<tspan${isBold === true ? ' font-weight="600"' : ''}>${escaped(words)}</tspan>`);
  return `<text x="${rounded(x)}" y="${rounded(y)}" fill="${fill}" xml:space="preserve">${spans.join('')}</text>`;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string;
  readonly radius: number;
}

function rectangle({ x, y, width, height, fill, radius }: Rectangle): string {
  const box = `x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}"`;
  return `<rect ${box} rx="${String(radius)}" fill="${fill}"/>`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
