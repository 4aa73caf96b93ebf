import { describe, expect, it } from 'vitest';
import { plain, type Reply } from '../../src/chat/index.js';
import { escapeReply } from '../../src/console/escape-reply.js';

const hostile = 'a\u001b[2J\u009b\u202eb';

describe('a reply for a terminal', () => {
  it('holds nothing in any of its blocks that a terminal would obey', () => {
    const reply: Reply = {
      placement: 'message',
      language: 'en',
      actions: [],
      blocks: [
        ...(['paragraph', 'heading', 'note'] as const).map((kind) => ({ kind, runs: plain(hostile) })),
        ...(['list', 'suggestions'] as const).map((kind) => ({ kind, items: [plain(hostile)] })),
        { kind: 'quotation', number: 1, runs: plain(hostile), place: hostile, url: hostile, saidAbove: false },
      ],
    };
    const shown = JSON.stringify(escapeReply(reply).blocks);
    expect(shown.split('a\\\\u001b[2J\\\\u009b\\\\u202eb')).toHaveLength(9);
    // A message that is verbatim elsewhere is still so: nothing was changed in place.
    expect(JSON.stringify(reply)).toContain('\u202e');
  });
});
