/** How a list item begins in plain text: with a bullet or a number. */
const bullet = /^[-–—*+•·‣◦▪▫●○◆◇■□►▸※☆★✓✔]\s+(?=\S)/u;
const numbers: readonly RegExp[] = [/^(\d{1,3})[.)．）]\s+\S/u, /^(\d{1,3})[、．）]\S/u, /^[（(](\d{1,3})[)）]\s*\S/u];
const circled = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳';

interface Marker {
  readonly style: string;
  /** Of a numbered item. */
  readonly number?: number;
}

/** Whether a line opens with a bullet; a number could be anything. */
export function hasBullet(text: string): boolean {
  return bullet.test(text);
}

/**
 * Which lines are items of a list (by index): two or more in a row with the same bullet, or with consecutive numbers. A single line is not
 * enough. `undefined` stands for a line that is known to be something else.
 */
export function recogniseItems(lines: readonly (string | undefined)[]): ReadonlySet<number> {
  const markers = lines.map((line) => (line === undefined ? undefined : markerOf(line)));
  const items = new Set<number>();
  markers.forEach((marker, at) => {
    const next = markers[at + 1];
    if (marker === undefined || next?.style !== marker.style) return;
    if (marker.number !== undefined && next.number !== marker.number + 1) return;
    items.add(at).add(at + 1);
  });
  return items;
}

function markerOf(line: string): Marker | undefined {
  if (bullet.test(line)) return { style: line.charAt(0) };
  const circledNumber = circled.indexOf(line.charAt(0));
  if (line !== '' && circledNumber >= 0) return { style: 'circled', number: circledNumber + 1 };
  for (const [style, pattern] of numbers.entries()) {
    const number = pattern.exec(line)?.[1];
    if (number !== undefined) return { style: String(style), number: Number(number) };
  }
  return undefined;
}
