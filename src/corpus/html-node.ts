import { DOMParser } from 'linkedom';

/** As much of a DOM node as reading an article takes. */
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

/** The library's types name those of browsers, which this program is compiled without: what it gives is checked here, once. */
export function parseHtml(html: string): HtmlDocument {
  const document: unknown = new DOMParser().parseFromString(html, 'text/html');
  if (!isDocument(document)) throw new TypeError('The HTML parser gave something that is not a document.');
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
