import { describe, expect, it } from 'vitest';
import { languageNamed, languageOfTag } from '../../src/chat/conversation/client-language.js';

describe('the language to speak to a person', () => {
  it.each([
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-hans', 'zh-Hans'],
    ['zh-Hans-HK', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh_HK', 'zh-Hant'],
    ['zh-Hant', 'zh-Hant'],
    ['en-US', 'en'],
    ['fr', 'en'],
  ])('for a client set to %s is %s', (tag, language) => {
    expect(languageOfTag(tag)).toBe(language);
  });

  it('is unknown for a client that does not say', () => {
    expect(languageOfTag(undefined)).toBeUndefined();
    expect(languageOfTag('')).toBeUndefined();
  });

  it.each([
    ['English', 'en'],
    ['en', 'en'],
    ['繁體中文', 'zh-Hant'],
    ['繁体', 'zh-Hant'],
    ['zh-tw', 'zh-Hant'],
    ['简体中文', 'zh-Hans'],
    [' 中文 ', 'zh-Hans'],
    ['zh-Hans', 'zh-Hans'],
  ])('is found by the name %s', (name, language) => {
    expect(languageNamed(name)).toBe(language);
  });

  it('is not guessed from what nobody calls it', () => {
    expect(languageNamed('klingon')).toBeUndefined();
    expect(languageNamed('')).toBeUndefined();
  });
});
