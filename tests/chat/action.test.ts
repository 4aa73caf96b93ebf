import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAction, encodeAction, type Action } from '../../src/chat/replies/action.js';
import { newAnswerId } from '../../src/chat/conversation/answer-ids.js';
import { languages } from '../../src/language/index.js';

const answerId = fc.stringMatching(/^[\w-]{1,16}$/);
const number = fc.integer({ min: 0, max: 9999 });
const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constantFrom('open-passage', 'ask-suggestion'), answerId, number }),
  fc.record({ kind: fc.constant('back-to-answer'), answerId }),
  fc.record({ kind: fc.constant('vote'), answerId, vote: fc.constantFrom('up', 'down') }),
  fc.record({ kind: fc.constant('give-reason'), answerId, reason: fc.constantFrom('wrong', 'incomplete', 'unclear') }),
  fc.record({ kind: fc.constant('choose-language'), language: fc.constantFrom(...languages) }),
  fc.record({ kind: fc.constant('show-sources'), page: number }),
);

describe('a button’s data', () => {
  it('comes back as what it was', () => {
    fc.assert(
      fc.property(action, (each) => {
        expect(decodeAction(encodeAction(each))).toEqual(each);
      }),
    );
  });

  it('fits 64 bytes', () => {
    fc.assert(
      fc.property(action, (each) => {
        expect(Buffer.byteLength(encodeAction(each))).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('means nothing where it is not ours', () => {
    for (const data of [
      '',
      'open',
      'open:id',
      'open:id:x',
      'open:id:1:2',
      'vote:id:sideways',
      'lang:fr',
      'sources:-1',
      'sources:12345',
      'open:with space:1',
      `back:${'x'.repeat(17)}`,
    ]) {
      expect(decodeAction(data), data).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (data) => void decodeAction(data)));
  });

  it('has room for the ids that answers get', () => {
    const ids = new Set(Array.from({ length: 1000 }, newAnswerId));
    expect(ids.size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[\w-]{12}$/);
  });
});
