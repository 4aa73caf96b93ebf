import { DOMParser } from 'linkedom';

/** The part of a DOM node that reading an article needs. */
export interface HtmlNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<HtmlNode>;
}

export interface HtmlElement extends HtmlNode {
  getAttribute(name: string): string | null;
  querySelector(selectors: string): HtmlElement | null;
  querySelectorAll(selectors: string): Iterable<HtmlElement>;
  remove(): void;
}

/** A parsed page; scripts in it are never run and nothing is fetched. */
export interface HtmlDocument extends HtmlElement {
  readonly body: HtmlElement | null;
}

/** The library's types need the browser's, which are not compiled in, so its result is checked here once. */
export function parseHtml(html: string): HtmlDocument {
  const document: unknown = new DOMParser().parseFromString(html, 'text/html');
  if (!isDocument(document)) throw new TypeError('The HTML parser returned something that is not a document.');
  return document;
}

export function isElement(node: unknown): node is HtmlElement {
  return isNode(node) && node.nodeType === 1;
}

function isDocument(node: unknown): node is HtmlDocument {
  return isNode(node) && node.nodeType === 9;
}

function isNode(node: unknown): node is HtmlNode {
  return typeof node === 'object' && node !== null && 'nodeType' in node && 'childNodes' in node;
}
