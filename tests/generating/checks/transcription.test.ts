import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasUniversity, likenessTo, spelledIn } from '../../../src/generating/checks/transcription.js';
import { anyUnits, cutText } from '../../language/made-up-texts.js';

describe('a name is spelled in Chinese characters', () => {
  it.each([
    [['Xu', 'Beihong'], '画家徐悲鸿说', 2, 5],
    [['Beihong', 'Xu'], '画家徐悲鸿说', 2, 5],
    [['Lü', 'Bu'], '三国的吕布', 3, 5],
    [['Yichang'], '宜昌市', 0, 2],
    [['Peking'], '在北京', 1, 3],
  ])('%j in %s', (words, text, start, end) => {
    expect(spelledIn(words, text)).toEqual({ start, end });
  });

  it.each([
    ['with another character', ['Xu', 'Beihong'], '画家徐悲秋说'],
    ['of which one stands there', ['Xu'], '画家徐悲鸿说'],
    ['in pieces', ['Xu', 'Beihong'], '徐州的悲鸿'],
    ['not at all', ['Harriet'], '画家徐悲鸿说'],
  ])('but not %s', (_, words, text) => {
    expect(spelledIn(words, text)).toBeUndefined();
  });
});

describe('a foreign name', () => {
  it.each([
    ['Thatcher', '撒切尔'],
    ['Roosevelt', '罗斯福'],
    ['Edison', '爱迪生'],
    ['Björklund', '比约克伦德'],
    ['Chaplin', '卓别林'],
  ])('%s sounds more like %s than the other names do', (name, transcription) => {
    const others = ['Hawkins', 'Moreau', 'Gupta', 'Yilmaz'].map((other) => likenessTo(other, transcription));
    expect(likenessTo(name, transcription)).toBeGreaterThan(Math.max(...others) + 0.05);
  });

  it('is found within a text, and has to be all of it where it is asked to', () => {
    expect(likenessTo('Edison', '发明家爱迪生在实验室里')).toBeGreaterThan(0.75);
    expect(likenessTo('Edison', '发明家爱迪生在实验室里', true)).toBeLessThan(0.3);
  });

  it('has a likeness between 0 and 1 to any text', () => {
    fc.assert(
      fc.property(fc.oneof(cutText, anyUnits), fc.oneof(cutText, anyUnits), fc.boolean(), (name, text, isWhole) => {
        const likeness = likenessTo(name, text, isWhole);
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1);
      }),
      { numRuns: 200 },
    );
  });
});

it('a university stands there by its short name', () => {
  expect(hasUniversity('Wuhan', '毕业于武大、复旦')).toBe(true);
  expect(hasUniversity('Peking', '毕业于北大')).toBe(true);
  expect(hasUniversity('Nankai', '毕业于北大')).toBe(false);
});
