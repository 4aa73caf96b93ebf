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
const heading = /^H([1-6])$/u;
/** A bold line is a heading only if it is short, since publishers set whole paragraphs in bold, too. */
const maxBoldHeadingColumns = 80;

/**
 * The text under a node from which what is hidden was removed: paragraphs, headings, list items, table rows (cells parted by tabs),
 * preformatted text as it is.
 */
export function paragraphsOf(root: HtmlNode): PublishedParagraph[] {
  const paragraphs: PublishedParagraph[] = [];
  let pending = '';
  /** Visible characters of the pending paragraph that are bold, and all of them. */
  let boldLength = 0;
  let visibleLength = 0;
  /** The marker of the list item that has begun, until its text comes. */
  let itemNumber: string | undefined;

  const flush = (level?: number): void => {
    const text = flowText(pending);
    if (text !== '') {
      const allBold = visibleLength > 0 && boldLength === visibleLength && columnsOf(text) <= maxBoldHeadingColumns && !endsWithStop(text);
      const kind = level !== undefined || (allBold && itemNumber === undefined) ? 'heading' : itemNumber === undefined ? undefined : 'item';
      paragraphs.push({
        text: (itemNumber ?? '') + text,
        ...(kind !== undefined && { kind }),
        ...(level !== undefined && { level }),
      });
      itemNumber = undefined;
    }
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
    if (invisible.has(name)) return;
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
      const text = preformatted(node).replace(/^\n+/u, '').trimEnd();
      if (text !== '') paragraphs.push({ text, kind: 'code' });
    } else if (name === 'TR') {
      paragraphs.push(...rowOf(node));
    } else if (name === 'OL') {
      visitNumbered(node);
    } else if (name === 'LI') {
      visitItem(node, '');
    } else {
      visitAll(node, inBold);
      const level = heading.exec(name)?.[1];
      flush(level === undefined ? undefined : Number(level));
    }
  };
  const visitNumbered = (list: HtmlElement): void => {
    let number = Number.parseInt(list.getAttribute('start') ?? '1', 10);
    for (const item of list.childNodes) {
      if (!isElement(item) || item.nodeName.toUpperCase() !== 'LI') continue;
      visitItem(item, `${Number.isNaN(number) ? 1 : number}. `);
      number++;
    }
  };
  const visitItem = (item: HtmlElement, number: string): void => {
    itemNumber = number;
    visitAll(item, false);
    flush();
    itemNumber = undefined;
  };

  visit(root, false);
  if (root.nodeType !== 1) visitAll(root, false);
  flush();
  return paragraphs;
}

/** A row of a single cell is text, since some pages use tables for layout. */
function rowOf(row: HtmlElement): PublishedParagraph[] {
  const cells = cellsOf(row);
  const text = cells.join('\t').trimEnd();
  if (text === '') return [];
  if (cells.length < 2) return [{ text }];
  const isTableHeader = [...row.childNodes].every((cell) => !/^TD$/iu.test(cell.nodeName));
  return [{ text, kind: 'row', ...(isTableHeader && { isTableHeader }) }];
}

/** The text of preformatted lines as written; some editors write line ends as elements. */
function preformatted(node: HtmlNode): string {
  let text = '';
  for (const child of node.childNodes) {
    if (child.nodeType === 3) text += child.textContent ?? '';
    else if (child.nodeName.toUpperCase() === 'BR') text += '\n';
    else text += preformatted(child);
  }
  return text;
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
