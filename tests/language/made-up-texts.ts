import fc from 'fast-check';

const pieces = [
  ...['强化学习', '思维链', '模型', '更贵', '的', '是什么', '人工智能', '里面', '著名', '干燥'],
  ...['強化學習', '思維鏈', '模型', '為什麼', '裡面', '乾燥', '著', '台灣', '頭髮', '發展'],
  ...['GPT-4o', 'o1-preview', 'Mira Murati', 'DALL·E', 'reasoning chain', "don't", '3.5', '3,000', '100%', 'naïve', 'e\u0301'],
  ...['ＧＰＴ－４ｏ', '①', '㈱', '㎏', 'ﬁ', '…', '“”', '、', '。', '？', '　', ' ', '\n', '\t'],
  ...['🚀', '👩‍👩‍👧', '🇨🇳', '𠮷', 'ｶﾞ', '각', '각', 'مرحبا', '\u200B', '\u0000', '\uFFFD'],
];

/** Mixtures of Chinese in both scripts, English, numbers, emoji, full-width forms and what else turns up in a chat. */
export const mixedText = fc
  .array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'grapheme', maxLength: 4 })), { maxLength: 24 })
  .map((chosen) => chosen.join(''));

/** The same, cut anywhere: in the middle of an emoji, too. */
export const cutText = fc
  .tuple(mixedText, fc.nat(), fc.nat())
  .map(([text, from, to]) => text.slice(from % (text.length + 1), (to % (text.length + 1)) + 1));

/** Any UTF-16 units in any order: control characters, lone surrogates, unassigned ones. */
export const anyUnits = fc.array(fc.nat(0xffff), { maxLength: 60 }).map((units) => String.fromCharCode(...units));
