import type { Language } from '../../language/index.js';
import { clippedLine } from './clipped.js';
import { textsFor, type Place } from '../texts/index.js';

/** A title that is longer than this says no more about where something stands, and would leave no room for it. */
const longestTitle = 160;

const longestName = 60;

/** Where a quotation stands, in a line of words, however long an article's headings and names are. */
export function placeIn(place: Place, language: Language): string {
  const { title, section, authors, issue } = place;
  return textsFor(language).answer.place({
    ...place,
    title: clippedLine(title, longestTitle),
    section: section === undefined ? undefined : clippedLine(section, longestTitle),
    authors: authors?.map((name) => clippedLine(name, longestName)),
    issue: issue === undefined ? undefined : clippedLine(issue, longestName),
  });
}
