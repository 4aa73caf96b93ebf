import type { Nodes, Parent, PhrasingContent, RootContent, TableCell } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { decodeText } from './decode-text.js';
import { DamagedDocumentError } from './errors.js';
import type { FileToRead } from './file-to-read.js';
import { readFrontMatter } from './front-matter.js';
import { isHiddenTag, removeHidden } from './hidden-elements.js';
import { parseHtml } from './html-node.js';
import { paragraphsOf } from './html-paragraphs.js';
import { withoutDirectives } from './markdown-directives.js';
import { layOut, type PublishedArticle, type PublishedParagraph } from './published-article.js';
import { flowText } from './text-shape.js';

/** Markdown as rendered: without marks, link addresses and images; with GitHub's tables and footnotes. */
export function readMarkdown(file: FileToRead): PublishedArticle {
  const { metadata, content, warnings } = readFrontMatter(decodeText(file.bytes, file.path, file.charset));
  try {
    const tree = fromMarkdown(withoutDirectives(content), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    dropHidden(tree);
    const { children } = tree;
    const firstHeading = children.find((node) => node.type === 'heading' && node.depth === 1);
    const title = metadata.title ?? (firstHeading === undefined ? undefined : inlineText(firstHeading));
    return {
      ...layOut(children.flatMap(render)),
      metadata: { ...metadata, ...(title !== undefined && title !== '' && { title }) },
      furniture: [],
      warnings,
    };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DamagedDocumentError(file.path, 'The Markdown is too deeply nested', { cause: error });
  }
}

function htmlParagraphs(html: string): PublishedParagraph[] {
  const page = parseHtml(`<!doctype html><html><head></head><body>${html}</body></html>`);
  removeHidden(page);
  return paragraphsOf(page);
}

const tags = /<(?<slash>\/?)(?<name>[a-z][a-z0-9-]*)\b[^<>]*>/giu;
const voidTags = new Set('area base br col embed hr img input link meta source track wbr'.split(' '));

/** Removes what is between a hiding tag and its closing tag: in Markdown each is a node, and so is what is between them. */
function dropHidden(parent: Parent): void {
  /** The element that hides, and how many of its name are open. */
  let hiding: { readonly name: string; open: number } | undefined;
  parent.children = parent.children.filter((node) => {
    const wasHidden = hiding !== undefined;
    if (node.type === 'html') {
      for (const { 0: tag, groups } of node.value.matchAll(tags)) {
        const name = (groups?.['name'] ?? '').toLowerCase();
        const opens = groups?.['slash'] === '';
        if (hiding === undefined) {
          if (opens && !voidTags.has(name) && isHiddenTag(tag)) hiding = { name, open: 1 };
        } else if (hiding.name === name) {
          hiding.open += opens ? 1 : -1;
          if (hiding.open === 0) hiding = undefined;
        }
      }
    }
    if (wasHidden) return false;
    if ('children' in node) dropHidden(node);
    return true;
  });
}

function render(node: RootContent): PublishedParagraph[] {
  switch (node.type) {
    case 'heading':
      return [{ text: inlineText(node), kind: 'heading', level: node.depth }];
    case 'paragraph':
      return lines(node.children).map((text) => ({ text }));
    case 'code':
      return [{ text: node.value, kind: 'code' }];
    case 'html':
      return htmlParagraphs(node.value);
    case 'table':
      return node.children.map((row, at) => ({
        text: row.children
          .map((cell: TableCell) => inlineText(cell))
          .join('\t')
          .trimEnd(),
        kind: 'row' as const,
        ...(at === 0 && { isTableHeader: true }),
      }));
    case 'list':
      return node.children.flatMap((item, at) =>
        asItem(item.children.flatMap(render), node.ordered === true ? `${(node.start ?? 1) + at}. ` : ''),
      );
    case 'blockquote':
    case 'footnoteDefinition':
      return node.children.flatMap(render);
    case 'thematicBreak':
    case 'definition':
    case 'yaml':
      return [];
    // Parts of the above, and inline nodes: the parser never puts them here.
    case 'listItem':
    case 'tableRow':
    case 'tableCell':
    case 'break':
    case 'delete':
    case 'emphasis':
    case 'footnoteReference':
    case 'image':
    case 'imageReference':
    case 'inlineCode':
    case 'link':
    case 'linkReference':
    case 'strong':
    case 'text':
      return [];
  }
}

/** The paragraphs of a list item: the first one is the item, with its number; other content stays as it is. */
function asItem([first, ...others]: readonly PublishedParagraph[], number: string): PublishedParagraph[] {
  if (first === undefined) return [];
  // Nothing may be put before code, and an item that holds only a list has no text of its own.
  if (first.kind === 'code' || first.kind === 'row' || (first.kind === 'item' && number === '')) return [first, ...others];
  return [{ ...first, text: number + first.text, kind: first.kind ?? 'item' }, ...others];
}

/** The lines of a paragraph: a hard break is seen as one, a line end in the source is not. */
function lines(children: readonly PhrasingContent[]): string[] {
  return rawText(children).split(hardBreak).map(flowText);
}

function inlineText(node: Nodes): string {
  return 'children' in node ? flowText(rawText(node.children).replaceAll(hardBreak, ' ')) : '';
}

/** Marks a hard break until the text is joined; Markdown replaces this character in its input, so decoded text never has it. */
const hardBreak = '\0';

function rawText(nodes: readonly Nodes[]): string {
  return nodes.map(rawTextOf).join('');
}

function rawTextOf(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode') return node.value;
  if (node.type === 'break' || (node.type === 'html' && /^<br\b/iu.test(node.value))) return hardBreak;
  return 'children' in node ? rawText(node.children) : '';
}
