import { describe, expect, it } from 'vitest';
import { createAnswerIds, createPersonKeys, decodeAction, encodeAction, type MessageAddress } from '../../src/chat/index.js';

const secret = new Uint8Array(32).fill(1);
const idOf = createAnswerIds(secret);
const request: MessageAddress = { platform: 'telegram', chat: '-100', message: '42' };

describe('the id of the answer to a message', () => {
  it('is the same whenever the message is asked again, and another for another message, chat or platform', () => {
    expect(idOf({ ...request })).toBe(createAnswerIds(secret)(request));
    const others: readonly MessageAddress[] = [
      { ...request, message: '43' },
      { ...request, chat: '-101' },
      { ...request, platform: 'discord' },
    ];
    expect(new Set([request, ...others].map(idOf)).size).toBe(4);
  });

  it('fits into a button', () => {
    const action = { kind: 'open-passage', answerId: idOf(request), number: 12 } as const;
    expect(decodeAction(encodeAction(action))).toEqual(action);
  });

  it('tells nobody without the secret which message it was, and is no person’s key', () => {
    expect(createAnswerIds(new Uint8Array(32).fill(2))(request)).not.toBe(idOf(request));
    expect(createPersonKeys(secret)('telegram', '-100\n42')).not.toContain(idOf(request));
  });
});
