import type { Language } from '../../language/index.js';

/** For a person of whom nothing is known. */
export const defaultLanguage: Language = 'zh-Hans';

/** The language to speak to a person whose client is set to `tag` (BCP 47); `undefined` without a tag. What we do not speak becomes English. */
export function languageOfTag(tag: string | undefined): Language | undefined {
  if (tag === undefined || tag === '') return undefined;
  const [language = '', ...rest] = tag.toLowerCase().split(/[-_]/);
  if (language !== 'zh') return 'en';
  return rest.includes('hant') || (!rest.includes('hans') && rest.some((part) => ['tw', 'hk', 'mo'].includes(part)))
    ? 'zh-Hant'
    : 'zh-Hans';
}

/** The language to speak to a person of whom only the client's setting may be known. */
export function languageOfClient(tag: string | undefined): Language {
  return languageOfTag(tag) ?? defaultLanguage;
}

/** The language that a person names, in any of the ways people do; `undefined` for one that we do not speak. */
export function languageNamed(name: string): Language | undefined {
  const named = name.trim().toLowerCase();
  const names: readonly (readonly [Language, RegExp])[] = [
    ['zh-Hant', /^(zh[-_ ]?(hant|tw|hk|mo)|繁|繁體|繁体|繁體中文|繁体中文|正體|正體中文|traditional( chinese)?)$/],
    ['zh-Hans', /^(zh([-_ ]?(hans|cn|sg))?|中文|汉语|漢語|简|简体|簡體|简体中文|簡體中文|(simplified )?chinese)$/],
    ['en', /^(en([-_ ]?(us|gb|au|ca))?|english|英文|英语|英語)$/],
  ];
  return names.find(([, pattern]) => pattern.test(named))?.[0];
}
