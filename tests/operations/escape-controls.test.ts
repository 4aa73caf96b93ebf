import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogger, escapeControls } from '../../src/operations/index.js';

/** What no terminal may get from an article, a name of a file or an error. */
export const hostile = '\u001b[2J\u001b]0;title\u0007\u009b31m\u0000\b\r\u007f\u202egnp.exe\u2066\u200f';
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

describe('text for a terminal', () => {
  it('shows what a terminal would obey, and leaves the rest as it is', () => {
    expect(escapeControls('a\u001b[31mb')).toBe('a\\u001b[31mb');
    expect(escapeControls('两行\r\n\t下 👩‍🚀 é')).toBe('两行\n\t下 👩‍🚀 é');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => !obeyed.test(escapeControls(text))),
      { numRuns: 1_000 },
    );
  });

  it('is the same JSON as before, where it is JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const json = escapeControls(JSON.stringify({ text }));
        expect(JSON.parse(json)).toEqual({ text });
        expect(json).not.toMatch(obeyed);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['json', 'pretty'] as const)('is what the log writes (%s), names of files and errors included', (format) => {
    let written = '';
    const destination = { write: (line: string) => void (written += line) };
    const log = createLogger({ level: 'info', format, destination, secrets: [] });
    log.warn({ path: `corpus/${hostile}.txt`, deep: { er: [hostile] } }, `cannot read ${hostile}`);
    log.error({ err: new Error(hostile) }, 'failed');
    expect(written).toContain('\\u001b[2J');
    expect(written).not.toMatch(obeyed);
  });
});
