import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BotApiError } from '../fakes/telegram/bot-api-error.js';
import { parseHtml } from '../fakes/telegram/parse-html.js';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe("Telegram's HTML", () => {
  it('shows escaped text as it was, and marks it in UTF-16 units', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1 }), (before, marked) => {
        const { text, entities } = parseHtml(`${escape(before)}<b>${escape(marked)}</b>`);
        expect(text).toBe(before + marked);
        expect(entities).toEqual([{ type: 'bold', offset: before.length, length: marked.length }]);
      }),
    );
  });

  it('refuses in its own words or takes it, whatever comes', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      'b',
      'a',
      ' href',
      '=',
      '"',
      "'",
      '&',
      '#x1F600;',
      'lt',
      ';',
      ' ',
      '思',
      '<b>',
      '</b>',
      '<i>',
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (source) => {
          try {
            parseHtml(source);
          } catch (error) {
            expect(error).toBeInstanceOf(BotApiError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('leaves references alone that name no character', () => {
    expect(parseHtml('&nbsp; &#0; &#xD800; &#x1F600; AT&T').text).toBe('&nbsp; &#0; &#xD800; 😀 AT&T');
  });

  it.each([
    ['<pre><code class="language-python">x</code></pre>', { type: 'pre', language: 'python' }],
    ['<tg-spoiler>x</tg-spoiler>', { type: 'spoiler' }],
    ['<span class="tg-spoiler">x</span>', { type: 'spoiler' }],
    ['<blockquote>x</blockquote>', { type: 'blockquote' }],
    ['<A HREF="a.b">x</A>', { type: 'text_link', url: 'http://a.b' }],
    ['<a href="tg://user?id=7">x</a>', { type: 'text_mention', user: { id: 7 } }],
    ['<tg-emoji emoji-id="5368324170671202286">x</tg-emoji>', { type: 'custom_emoji', custom_emoji_id: '5368324170671202286' }],
  ])('knows %s', (source, entity) => {
    expect(parseHtml(source).entities).toMatchObject([entity]);
  });
});
