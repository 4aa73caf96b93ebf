import { isElement, parseHtml, type HtmlElement, type HtmlNode } from './html-node.js';

/** Text that a page's readers do not see must not be quoted to them: it may have been put there to mislead programs. */
const neverShown = new Set(['TEMPLATE', 'NOSCRIPT']);

/** An element moved by more than this many pixels is off the screen. */
const offScreen = -999;
/** Letters of fewer pixels than this cannot be read. */
const smallestLetters = 2;

type Style = ReadonlyMap<string, string>;

/** Removes from a page what its elements' own attributes hide; style sheets are not evaluated. */
export function removeHidden(root: HtmlNode): void {
  const waiting: { readonly node: HtmlNode; readonly background: string | undefined }[] = [{ node: root, background: 'white' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, background } = next;
    for (const child of [...node.childNodes]) {
      if (!isElement(child)) continue;
      const style = styleOf(child);
      const behind = backgroundOf(child, style, background);
      if (isHidden(child, style, behind)) child.remove();
      else waiting.push({ node: child, background: behind });
    }
  }
}

/** Whether an opening tag such as `<span hidden>` hides what follows it. */
export function isHiddenTag(tag: string): boolean {
  const page = parseHtml(`<!doctype html><html><head></head><body>${tag}</body></html>`);
  const element = [...(page.body?.childNodes ?? [])].find(isElement);
  if (element === undefined) return false;
  const style = styleOf(element);
  return isHidden(element, style, backgroundOf(element, style, 'white'));
}

function styleOf(element: HtmlElement): Style {
  const style = new Map<string, string>();
  for (const declaration of (element.getAttribute('style') ?? '').toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    style.set(
      declaration.slice(0, colon).trim(),
      declaration
        .slice(colon + 1)
        .replace('!important', '')
        .trim(),
    );
  }
  return style;
}

/** The colour behind an element's text; undefined where only a style sheet could tell it. */
function backgroundOf(element: HtmlElement, style: Style, inherited: string | undefined): string | undefined {
  const own = style.get('background-color') ?? style.get('background') ?? element.getAttribute('bgcolor');
  if (own != null) return colourOf(own);
  return ['class', 'id'].some((name) => (element.getAttribute(name) ?? '') !== '') ? undefined : inherited;
}

function isHidden(element: HtmlElement, style: Style, background: string | undefined): boolean {
  if (neverShown.has(element.nodeName.toUpperCase())) return true;
  if (element.getAttribute('hidden') !== null || element.getAttribute('aria-hidden')?.trim().toLowerCase() === 'true') return true;
  if (element.nodeName.toUpperCase() === 'INPUT' && element.getAttribute('type')?.trim().toLowerCase() === 'hidden') return true;
  return (
    style.get('display') === 'none' ||
    ['hidden', 'collapse'].includes(style.get('visibility') ?? '') ||
    numberOf(style.get('opacity')) === 0 ||
    hasInvisibleLetters(element, style, background) ||
    hasNoRoom(style) ||
    isOffScreen(style)
  );
}

function hasInvisibleLetters(element: HtmlElement, style: Style, background: string | undefined): boolean {
  const size = style.get('font-size') ?? /(?:^|\s)(0(?:px|pt|em|rem|%)?)(?:\/|\s)/u.exec(style.get('font') ?? '')?.[1];
  if (numberOf(size) === 0 || (/(?:px|pt)$/u.test(size ?? '') && (numberOf(size) ?? smallestLetters) < smallestLetters)) return true;
  const colour = colourOf(style.get('color') ?? element.getAttribute('color') ?? '');
  return colour === 'transparent' || (colour !== undefined && colour === background);
}

function hasNoRoom(style: Style): boolean {
  const sizes = ['width', 'height', 'max-width', 'max-height'].map((name) => numberOf(style.get(name)));
  const cutsOff = ['hidden', 'clip'].includes(style.get('overflow') ?? '');
  if (cutsOff && sizes.some((size) => size !== undefined && size <= 1)) return true;
  if (/^rect\((?:\s*[01](?:px)?\s*,?){4}\)$/u.test(style.get('clip') ?? '')) return true;
  return /^inset\((?:50|100)%\)/u.test(style.get('clip-path') ?? '') || /scale\(\s*0\s*[,)]/u.test(style.get('transform') ?? '');
}

function isOffScreen(style: Style): boolean {
  const moved = ['text-indent', 'margin-left', 'margin-top', 'left', 'top', 'right', 'bottom'].map((name) => style.get(name) ?? '');
  return moved.some((distance) => /(?:px|pt|em|rem|%|vw|vh)$/u.test(distance) && (numberOf(distance) ?? 0) <= offScreen);
}

function numberOf(value: string | undefined): number | undefined {
  const number = Number.parseFloat(value ?? '');
  return Number.isNaN(number) ? undefined : number;
}

const namedColours = new Map([
  ['white', '#ffffff'],
  ['black', '#000000'],
  ['red', '#ff0000'],
  ['yellow', '#ffff00'],
  ['blue', '#0000ff'],
]);

/** A canonical form of each colour; undefined where it is not a known colour. */
function colourOf(value: string): string | undefined {
  const colour = value.trim().toLowerCase();
  if (colour === 'transparent') return colour;
  const named = [...namedColours].find(([name, hex]) => name === colour || hex === colour)?.[0];
  if (named !== undefined) return named;
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/u.exec(colour);
  if (short !== null)
    return colourOf(
      `#${short
        .slice(1)
        .map((digit) => digit + digit)
        .join('')}`,
    );
  const parts = /^rgba?\(([^)]*)\)$/u
    .exec(colour)?.[1]
    ?.split(/[\s,/]+/u)
    .map(Number);
  if (parts === undefined) return /^#[0-9a-f]{6}$/u.test(colour) || /^[a-z]+$/u.test(colour) ? colour : undefined;
  if (parts[3] === 0) return 'transparent';
  return colourOf(
    `#${parts
      .slice(0, 3)
      .map((part) => Math.round(part).toString(16).padStart(2, '0'))
      .join('')}`,
  );
}
