import { isElement, type HtmlElement, type HtmlNode } from './html-node.js';
import type { PublishedParagraph } from './published-article.js';
import { columnsOf, endsWithStop, flowText } from './text-shape.js';

const invisible = new Set(
  'SCRIPT STYLE NOSCRIPT TEMPLATE SVG MATH CANVAS IFRAME OBJECT AUDIO VIDEO BUTTON SELECT INPUT TEXTAREA HEAD'.split(' '),
);
const inline = new Set(
  'A ABBR ACRONYM B BDI BDO BIG CITE CODE DATA DEL DFN EM FONT I INS KBD LABEL MARK Q RUBY RB S SAMP SMALL SPAN STRIKE STRONG SUB SUP TIME TT U VAR WBR'.split(
    ' ',
  ),
);
const bold = new Set(['B', 'STRONG']);
const heading = /^H[1-6]$/u;
/** A bold line is a heading only while it is short; publishers set whole paragraphs in bold, too. */
const maxBoldHeadingColumns = 80;

/**
 * The text under a node as readers see it: paragraphs, headings, list items, table rows (cells parted by tabs), preformatted text as it
 * is.
 */
export function paragraphsOf(root: HtmlNode): PublishedParagraph[] {
  const paragraphs: PublishedParagraph[] = [];
  let pending = '';
  /** Visible characters of the pending paragraph that are bold, and all of them. */
  let boldLength = 0;
  let visibleLength = 0;

  const flush = (isHeading = false): void => {
    const text = flowText(pending);
    const allBold = visibleLength > 0 && boldLength === visibleLength && columnsOf(text) <= maxBoldHeadingColumns && !endsWithStop(text);
    if (text !== '') paragraphs.push({ text, ...((isHeading || allBold) && { heading: true }) });
    pending = '';
    boldLength = 0;
    visibleLength = 0;
  };
  const visit = (node: HtmlNode, inBold: boolean): void => {
    if (node.nodeType === 3) {
      const text = node.textContent ?? '';
      const visible = text.replace(/\s/gu, '').length;
      pending += text;
      visibleLength += visible;
      if (inBold) boldLength += visible;
      return;
    }
    if (!isElement(node)) return;
    const name = node.nodeName.toUpperCase();
    if (invisible.has(name) || isHidden(node)) return;
    if (name === 'BR') flush();
    else if (inline.has(name)) visitAll(node, inBold || bold.has(name));
    else block(node, name, inBold);
  };
  const visitAll = (node: HtmlNode, inBold: boolean): void => {
    for (const child of node.childNodes) visit(child, inBold);
  };
  const block = (node: HtmlElement, name: string, inBold: boolean): void => {
    flush();
    if (name === 'PRE') {
      const text = (node.textContent ?? '').replace(/^\n+|\s+$/gu, '');
      if (text !== '') paragraphs.push({ text });
    } else if (name === 'TR') {
      const row = cellsOf(node).join('\t').trim();
      if (row !== '') paragraphs.push({ text: row });
    } else if (name === 'OL') {
      visitNumbered(node);
    } else {
      visitAll(node, inBold);
      flush(heading.test(name));
    }
  };
  const visitNumbered = (list: HtmlElement): void => {
    let number = Number.parseInt(list.getAttribute('start') ?? '1', 10);
    for (const item of list.childNodes) {
      if (!isElement(item) || item.nodeName.toUpperCase() !== 'LI') continue;
      pending = `${Number.isNaN(number) ? 1 : number}. `;
      number++;
      visitAll(item, false);
      flush();
    }
  };

  visit(root, false);
  if (root.nodeType !== 1) visitAll(root, false);
  flush();
  return paragraphs;
}

function cellsOf(row: HtmlElement): string[] {
  const cells: string[] = [];
  for (const cell of row.childNodes) {
    if (isElement(cell) && /^T[DH]$/iu.test(cell.nodeName)) cells.push(paragraphsOfCell(cell));
  }
  return cells;
}

function paragraphsOfCell(cell: HtmlElement): string {
  const paragraphs: string[] = [];
  for (const child of cell.childNodes) {
    if (child.nodeType === 3) paragraphs.push(flowText(child.textContent ?? ''));
    else paragraphs.push(...paragraphsOf(child).map((paragraph) => paragraph.text));
  }
  return paragraphs.filter((text) => text !== '').join(' ');
}

function isHidden(element: HtmlElement): boolean {
  return element.getAttribute('hidden') !== null || /display\s*:\s*none/iu.test(element.getAttribute('style') ?? '');
}
