/**
 * Texts: the one catalogue of what Footnote says of itself, in each of its languages.
 * Sentences only: no markup of any platform, and never a word of an article.
 */
import type { Language } from '../../language/index.js';
import { english } from './en.js';
import type { Texts } from './texts.js';
import { simplifiedChinese } from './zh-hans.js';
import { traditionalChinese } from './zh-hant.js';

export { commandNames, type CommandName, type CommandTexts, type Place, type Texts } from './texts.js';

const catalogue: Readonly<Record<Language, Texts>> = { 'zh-Hans': simplifiedChinese, 'zh-Hant': traditionalChinese, en: english };

export function textsFor(language: Language): Texts {
  return catalogue[language];
}
