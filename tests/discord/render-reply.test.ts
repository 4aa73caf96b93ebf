import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderAnswer, textOf, type Reply, type ReplyBlock, type Run } from '../../src/chat/index.js';
import { escapeMarkdown } from '../../src/discord/markdown.js';
import { renderReply } from '../../src/discord/render-reply.js';
import { answered, cite, quotes } from '../fakes/scripted-answer-service.js';

const options = { answerId: 'a1', maxQuestionCharacters: 500 };

/** What Discord shows of our markdown, and of the places below. */
function shown(markdown: string): string {
  return markdown
    .replaceAll(/^> ?/gm, '')
    .replaceAll(/\\(.)/gs, '\u0001$1')
    .replaceAll(/(?<!\u0001)\*+/g, '')
    .replaceAll('\u0001', '');
}

const squeezed = (text: string): string => text.replaceAll(/\s/g, '');

describe('an answer in Discord', () => {
  it('whose statement is the quotation shows it once, as a quotation', () => {
    const [body] = renderReply(renderAnswer(answered([quotes.duration]), options));
    expect(body.embeds?.[0]).toMatchObject({ description: `> ${quotes.duration} **[1]**`, footer: { text: '[1] 《灯塔重新亮起》' } });
  });

  it('whose statement is not the quotation shows both', () => {
    const answer = answered([quotes.duration], { statements: [{ text: '三年。', citations: [1], emphasis: [{ start: 0, end: 2 }] }] });
    const [body] = renderReply(renderAnswer(answer, options));
    expect(body.embeds?.[0]?.description).toBe(`**三年**。 **[1]**\n\n> 守塔人林海说，修复一共花了**三年。** **[1]**`);
  });

  it('keeps its buttons to five rows of five, with ids of at most 100 characters', () => {
    const citations = Array.from({ length: 23 }, (_, index) => cite(index + 1, quotes.cost));
    const [body] = renderReply(renderAnswer(answered([quotes.cost], { citations }), options), { thread: true });
    expect(body.components?.length).toBeLessThanOrEqual(5);
    const buttons = body.components?.flatMap(({ components }) => components) ?? [];
    expect(buttons.length).toBe(25);
    for (const button of buttons) expect('custom_id' in button && button.custom_id.length).toBeLessThanOrEqual(100);
  });

  it('shows questions whole where a button has not the room for them', () => {
    const long = `${'很'.repeat(90)}？`;
    const reply = renderAnswer(
      { kind: 'conversation', topic: 'greeting', language: 'zh-Hans', suggestions: [long], candidates: [] },
      options,
    );
    const [body] = renderReply(reply);
    expect(body.embeds?.[0]?.description).toContain(long);
    expect(body.components?.[0]?.components[0]).toMatchObject({ label: `${'很'.repeat(79)}…` });
  });
});

describe('markdown of sources and people', () => {
  it.each([
    ['**a** _b_ ~~c~~ `d` ||e||', '\\*\\*a\\*\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\` \\|\\|e\\|\\|'],
    ['# 标题\n- 项\n1. 一\n> 引', '\\# 标题\n\\- 项\n1\\. 一\n\\> 引'],
    ['[x](https://a.b)', '[x]\\(https\\://a.b)'],
    ['<@1> <#2> <t:3> :smile: a:b', '\\<@1\\> \\<#2\\> \\<t:3\\> \\:smile: a:b'],
    ['@everyone', '@everyone'],
    ['[1] 12:30', '[1] 12:30'],
  ])('is shown as it is: %s', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
    expect(shown(escaped).replace(/^ /gm, '')).toBe(text.replace(/^> ?/gm, '> '));
  });
});

describe('an address in a text', () => {
  it.each(['见', 'x', '1', ' ', '(', '_', ''])('is no link behind %j', (before) => {
    for (const scheme of ['http', 'https', 'HTTPS', 'discord', 'steam']) {
      expect(escapeMarkdown(`${before}${scheme}://evil.example/a`)).toContain(`${scheme}\\://evil`);
    }
  });
});

describe('splitting', () => {
  const words = fc.oneof(
    fc.string({ maxLength: 1000 }),
    fc.stringMatching(/^[\u4e00-\u9fff，。\n*_`>#[\]()@:~|<-]{0,400}$/),
    fc.constant('长'.repeat(5000)),
    fc.constant('😀**[x](y)'.repeat(250)),
  );
  const runs = fc.array(
    fc.oneof(
      words.map((text): Run => ({ kind: 'text', text })),
      words.map((text): Run => ({ kind: 'strong', text })),
      fc.integer({ min: 1, max: 99 }).map((number): Run => ({ kind: 'mark', text: `[${number}]`, number })),
    ),
    { minLength: 1, maxLength: 4 },
  );
  const block: fc.Arbitrary<ReplyBlock> = fc.oneof(
    runs.map((each): ReplyBlock => ({ kind: 'paragraph', runs: each })),
    runs.map((each): ReplyBlock => ({ kind: 'note', runs: each })),
    fc.array(runs, { maxLength: 4 }).map((items): ReplyBlock => ({ kind: 'list', items })),
    fc.record({ runs, place: fc.string({ maxLength: 600 }), number: fc.nat(9) }).map((each): ReplyBlock => ({
      kind: 'quotation',
      saidAbove: false,
      ...each,
    })),
  );

  it.each([true, false])(
    'loses nothing and keeps every limit (embeds: %s)',
    (embeds) => {
      fc.assert(
        fc.property(fc.array(block, { maxLength: 4 }), fc.string({ maxLength: 400 }), (blocks, question) => {
          const reply: Reply = { placement: 'message', language: 'en', blocks, actions: [] };
          const bodies = renderReply(reply, { embeds, question });
          let all = '';
          for (const { content = '', embeds: [embed] = [] } of bodies) {
            expect(content.length).toBeLessThanOrEqual(2000);
            expect(embed?.description.length ?? 0).toBeLessThanOrEqual(4096);
            expect(embed?.author?.name.length ?? 0).toBeLessThanOrEqual(256);
            expect(embed?.footer?.text.length ?? 0).toBeLessThanOrEqual(2048);
            const total = (embed?.description.length ?? 0) + (embed?.author?.name.length ?? 0) + (embed?.footer?.text.length ?? 0);
            expect(total).toBeLessThanOrEqual(6000);
            all += content + (embed?.description ?? '');
          }
          // Every character of the sources is there, in order, whatever stands between.
          const seen = squeezed(shown(all));
          let at = 0;
          for (const character of squeezed(blocks.map(textOf).join('')).replaceAll(/\p{Surrogate}/gu, '\uFFFD')) {
            at = seen.indexOf(character, at) + character.length;
            expect(at).toBeGreaterThanOrEqual(character.length);
          }
        }),
        { numRuns: 15 },
      );
    },
    30_000,
  );
});
