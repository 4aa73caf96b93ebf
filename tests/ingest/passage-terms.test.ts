import { describe, expect, it } from 'vitest';
import { createPassageTerms } from '../../src/ingest/passage-terms.js';
import { wordsOf } from '../../src/language/index.js';

describe('the terms that a passage is found by', () => {
  const termsOf = createPassageTerms({ title: 'Growing pears' });

  it('are its own and those of its title and section, each as often as it stands there', () => {
    const terms = termsOf({ text: 'Water the pears at night.', section: 'Watering' });
    expect([...terms].sort()).toEqual(wordsOf('Water the pears at night. Growing pears. Watering').sort());
    expect(terms.filter((term) => term === 'pear')).toHaveLength(2);
  });

  it('are found by the title of a document without sections', () => {
    expect(termsOf({ text: 'At night.' })).toEqual(expect.arrayContaining(['grow', 'pear']));
  });
});
