/** The languages that Footnote's own sentences exist in. BCP 47: simplified Chinese, traditional Chinese, English. */
export const languages = ['zh-Hans', 'zh-Hant', 'en'] as const;
export type Language = (typeof languages)[number];
