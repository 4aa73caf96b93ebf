/**
 * Language: knowledge of Chinese and English: detecting which one a text is in, normalising it, finding its words.
 * A leaf: pure functions over strings; knows nothing of documents, questions or indexes.
 */
export { isFunctionWord } from './function-words.js';
export { languages, type Language } from './language.js';
export { detectLanguage, hasOwnLanguage } from './detect-language.js';
export { normaliseText, normaliseWithOffsets, toSimplified, type NormalisedText } from './normalise-text.js';
export { questionWordsOf } from './question-words.js';
export { dictionaryFile, isChineseName } from './dictionary.js';
export { translationsOf } from './translations.js';
export { stemOf, wordsOf } from './words.js';
export { toTraditional } from './to-traditional.js';
