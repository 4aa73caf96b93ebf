import { describe, expect, it } from 'vitest';
import type { Answer, Citation, OpenedPassage, SourceSummary } from '../../src/answering/index.js';
import { renderAnswer, renderOpenedPassage, renderSources, renderWelcome, textOf, toPlainText, type Reply } from '../../src/chat/index.js';
import { setUpChat } from '../fakes/chat-setup.js';

const endless = '很长的标题'.repeat(20_000);
const citation: Citation = {
  number: 1,
  quote: '灯亮了。',
  start: 3,
  end: 7,
  document: 'a.md',
  documentSha256: 'a'.repeat(64),
  title: endless,
  section: endless,
  page: 7,
};
const answer: Answer = {
  kind: 'answered',
  confidence: 'high',
  language: 'zh-Hans',
  statements: [{ text: '灯亮了。', citations: [1], emphasis: [] }],
  citations: [citation],
  candidates: [],
};
const opened = (changes: Partial<OpenedPassage>): OpenedPassage => ({
  title: '灯塔',
  before: '前一段。',
  text: '昨晚，灯亮了。',
  after: '后一段。',
  quotation: { start: 3, end: 7 },
  isCut: { before: false, after: false },
  changed: false,
  ...changes,
});
const quotationsOf = (reply: Reply): readonly string[] => reply.blocks.filter(({ kind }) => kind === 'quotation').map(textOf);
const open = (changes: Partial<OpenedPassage>): readonly string[] =>
  quotationsOf(renderOpenedPassage(opened(changes), citation, answer, 'id'));

const sources = (count: number): readonly SourceSummary[] =>
  Array.from({ length: count }, (_, index) => ({ path: `${index}.md`, title: `Article ${index + 1}`, authors: [], passageCount: 1 }));
const labelsOf = (reply: Reply): readonly string[] => reply.actions.flat().map(({ label }) => label);

describe('an opened passage', () => {
  it('says with … where paragraphs go on', () => {
    expect(open({})).toEqual(['前一段。', '昨晚，灯亮了。', '后一段。']);
    expect(open({ isCut: { before: true, after: true } })).toEqual(['…前一段。', '昨晚，灯亮了。', '后一段。…']);
    expect(open({ before: '', after: '', isCut: { before: true, after: true } })).toEqual(['…昨晚，灯亮了。…']);
    expect(open({ after: '', isCut: { before: false, after: true } })).toEqual(['前一段。', '昨晚，灯亮了。…']);
  });

  it('names where it stands in a line, however long the article’s title and headings are', () => {
    const reply = renderOpenedPassage(opened({ title: endless, section: endless, page: 7 }), citation, answer, 'id');
    for (const shown of [reply, renderAnswer(answer, { answerId: 'id', maxQuestionCharacters: 500 })]) {
      const places = shown.blocks.flatMap((block) => (block.kind === 'quotation' && block.place !== '' ? [block.place] : []));
      expect(places).toHaveLength(1);
      expect(places[0]!.length).toBeLessThan(400);
      expect(places[0]).toContain('7');
    }
  });
});

describe('the list of articles', () => {
  it('is one list of a few, and pages of many', () => {
    expect(textOf(renderSources(sources(15), 'en').blocks[1]!).split('\n')).toHaveLength(15);
    expect(labelsOf(renderSources(sources(15), 'en'))).toEqual([]);
    const first = renderSources(sources(1000), 'en');
    expect(textOf(first.blocks[0]!)).toBe('Everything I say comes from 1000 articles. Here are 1 to 15:');
    expect(labelsOf(first)).toEqual(['16–30 ›', '991–1000 »']);
    const middle = renderSources(sources(1000), 'en', 30);
    expect(textOf(middle.blocks[1]!)).toMatch(/^Article 436\n/);
    expect(labelsOf(middle)).toEqual(['« 1–15', '‹ 421–435', '451–465 ›', '991–1000 »']);
    expect(labelsOf(renderSources(sources(31), 'en', 2))).toEqual(['‹ 1–15', '31 ›']);
  });

  it('has every article on just one page', () => {
    const lines = Array.from({ length: 67 }, (_, index) =>
      textOf(renderSources(sources(1000), 'en', index + 1).blocks[1]!).split('\n'),
    ).flat();
    expect(lines).toEqual(sources(1000).map(({ title }) => title));
  });

  it.each([0, 68, 9999])('shows the nearest page where there is no page %d', (page) => {
    expect(textOf(renderSources(sources(1000), 'en', page).blocks[1]!)).toMatch(page === 0 ? /^Article 1\n/ : /Article 1000$/);
  });

  it('shortens titles, so that none fills messages, a greeting or a button', () => {
    const long = [{ path: 'a.md', title: endless, authors: [endless], sourceUrl: 'https://example.org/', passageCount: 1 }];
    expect(toPlainText(renderSources(long, 'en')).length).toBeLessThan(300);
    expect(toPlainText(renderWelcome([...long, ...long], [], 'en')).length).toBeLessThan(400);
    expect(labelsOf(renderSources(long, 'en'))[0]!.length).toBeLessThanOrEqual(60);
  });

  it('is turned over by a button in place, and by a number behind the command', async () => {
    const { chat } = setUpChat();
    const sender = { platform: 'telegram', chat: '1', user: '1', clientLanguage: 'en' } as const;
    const pressed = await chat.handle({ kind: 'action', sender, action: { kind: 'show-sources', page: 2 } });
    expect(pressed).toMatchObject({ placement: 'in-place' });
    expect(toPlainText(pressed)).toContain('灯塔重新亮起');
    for (const argument of ['2', '２', 'x', ''])
      expect(toPlainText(await chat.handle({ kind: 'command', sender, name: 'sources', argument }))).toContain('灯塔重新亮起');
  });
});
