import type { Place } from './texts.js';

/** How a language writes the parts of a place. */
export interface PlaceWords {
  readonly title: (title: string) => string;
  readonly issue: (number: string) => string;
  readonly page: (number: number) => string;
  /** Some of the authors, or all. */
  readonly authors: (names: readonly string[], areAll: boolean) => string;
}

/** More authors than these are not named beside every quotation. */
const namedAuthors = 2;

/** Where a quotation stands, in one line: title · issue · section · page · date · authors, as far as they are known. */
export function placeLine(place: Place, words: PlaceWords): string {
  const { title, section, page, date, authors = [] } = place;
  return joined([
    words.title(title),
    issueBeside(place, words),
    section,
    page === undefined ? undefined : words.page(page),
    date,
    authors.length === 0 ? undefined : words.authors(authors.slice(0, namedAuthors), authors.length <= namedAuthors),
  ]);
}

/** An article in a list of articles, with all that is known of it. */
export function sourceLine(source: Place & { readonly publisher?: string | undefined }, words: PlaceWords): string {
  const { title, date, authors = [], publisher } = source;
  return joined([
    words.title(title),
    issueBeside(source, words),
    date,
    authors.length === 0 ? undefined : words.authors(authors, true),
    publisher,
  ]);
}

/** The issue's number, unless the title says it. */
function issueBeside({ title, issue }: Place, words: PlaceWords): string | undefined {
  const isSaid = issue !== undefined && (title.match(/\d+/gu) ?? []).some((number) => Number(number) === Number(issue));
  return issue === undefined || isSaid ? undefined : words.issue(issue);
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
