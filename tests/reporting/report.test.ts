import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Citation } from '../../src/answering/index.js';
import { createMemoryStores, type LoggedQuestion, type StoredAnswer, type Stores } from '../../src/chat/index.js';
import { createQuestionGrouper, makeReport, reportAsMarkdown, reportAsTable, type Report } from '../../src/reporting/index.js';
import type { PassageIndex } from '../../src/search-index/index.js';
import { openIndex } from '../../src/search-index/index.js';
import { createHashEmbedder } from '../fakes/hash-embedder.js';
import { buildIndex, documentOf, temporaryFolder } from '../search-index/made-up-index.js';

const since = Date.UTC(2026, 0, 1);
const until = Date.UTC(2026, 0, 8);
const lines = ['The tower was lit again.', 'It took three years.', 'It costs two euros a day.'];

let index: PassageIndex;
let removeFolder: () => Promise<void>;

beforeAll(async () => {
  const folder = await temporaryFolder();
  removeFolder = folder.remove;
  await buildIndex(folder.path, [await documentOf('tower.txt', lines)]);
  index = await openIndex(folder.path);
});
afterAll(async () => {
  index.close();
  await removeFolder();
});

const conversation = { platform: 'telegram', chat: 'c', topic: '', person: 'p' } as const;

function citing(line: number, changes: Partial<Citation> = {}): Citation {
  const quote = lines[line] ?? '';
  const start = lines.slice(0, line).join('\n').length + (line === 0 ? 0 : 1);
  const { sha256 = '' } = index.document('tower.txt') ?? {};
  return { number: 1, quote, start, end: start + quote.length, document: 'tower.txt', documentSha256: sha256, title: 'T', ...changes };
}

function answer(id: string, citations: readonly Citation[], question = 'How long did it take?', at = since + 1): StoredAnswer {
  return {
    id,
    conversation,
    questions: ['before', question],
    answer: { kind: 'answered', confidence: 'high', language: 'en', statements: [], citations, candidates: [] },
    language: 'en',
    at,
  };
}

function logged(changes: Partial<LoggedQuestion>): LoggedQuestion {
  const { platform, person } = conversation;
  return { at: since + 1, platform, person, question: 'q', language: 'en', kind: 'answered', milliseconds: 4, answerId: 'a', ...changes };
}

async function reportOf(fill: (stores: Stores) => Promise<unknown>): Promise<Report> {
  const stores = createMemoryStores();
  await fill(stores);
  return makeReport(since, until, { stores, index, groupQuestions: createQuestionGrouper(createHashEmbedder()) });
}

describe('the report', () => {
  it('tells volumes by kind, platform and language, and days', async () => {
    const { volumes, days } = await reportOf(async ({ questions }) => {
      await questions.append(logged({ at: since - 1 }));
      await questions.append(logged({ milliseconds: 2 }));
      await questions.append(logged({ confidence: 'low', person: 'other', milliseconds: 10 }));
      await questions.append(logged({ kind: 'not-in-sources', platform: 'discord', language: 'zh-Hans', at: until - 1 }));
    });
    expect(volumes).toEqual({
      questions: 3,
      people: 2,
      byKind: { answered: 1, cautious: 1, 'not-in-sources': 1, conversation: 0 },
      byPlatform: { telegram: 2, discord: 1 },
      byLanguage: { en: 2, 'zh-Hans': 1 },
      votes: { up: 0, down: 0 },
      milliseconds: { median: 4, p95: 10 },
    });
    expect(days).toEqual([
      { day: '2026-01-01', questions: 2 },
      { day: '2026-01-07', questions: 1 },
    ]);
  });

  it('brings together what the articles could not answer, or only with a caution', async () => {
    const { unanswered } = await reportOf(async ({ questions }) => {
      for (const question of ['Will it rain?', 'will it rain', 'Who is the mayor?']) {
        await questions.append(logged({ question, kind: 'not-in-sources' }));
      }
      await questions.append(logged({ question: 'who is the mayor', confidence: 'low' }));
      await questions.append(logged({ question: 'What does it weigh?', confidence: 'low' }));
      await questions.append(logged({ question: 'How long?', confidence: 'high' }));
      await questions.append(logged({ question: 'hello', kind: 'conversation' }));
    });
    expect(unanswered).toEqual([
      { question: 'Will it rain?', count: 2 },
      { question: 'Who is the mayor?', count: 2 },
      { question: 'What does it weigh?', count: 1 },
    ]);
  });

  it('counts which passages were cited, and names those that never were', async () => {
    const { cited, neverCited, passageCount } = await reportOf(async ({ answers }) => {
      await answers.save(answer('a', [citing(1), citing(2)]));
      await answers.save(answer('b', [citing(1)]));
      await answers.save(answer('too old', [citing(0)], 'q', since - 1));
    });
    expect(cited.map(({ text, citations }) => [text, citations])).toEqual([
      [lines[1], 2],
      [lines[2], 1],
    ]);
    expect(neverCited.map(({ text }) => text)).toEqual([lines[0]]);
    expect(passageCount).toBe(3);
  });

  it('does not count citations of an article that has changed with passages that stand there now', async () => {
    const report = await reportOf(({ answers }) => answers.save(answer('a', [citing(1, { documentSha256: 'b'.repeat(64) })])));
    expect(report.cited).toEqual([]);
    expect(report.citationsOfChangedArticles).toBe(1);
  });

  it('tells how answers were judged, the worst first, with reasons and comments', async () => {
    const { judged } = await reportOf(async ({ answers, feedback }) => {
      await answers.save(answer('good', [citing(1)], 'What does it cost?'));
      await answers.save(answer('bad', [citing(2)], 'How long did it take?'));
      await feedback.put({ answerId: 'good', person: 'p', vote: 'up', at: since + 2 });
      await feedback.put({ answerId: 'bad', person: 'p', vote: 'down', reason: 'wrong', comment: 'Three years!', at: since + 2 });
      await feedback.put({ answerId: 'bad', person: 'q', vote: 'up', at: since + 2 });
    });
    expect(judged).toEqual([
      {
        answerId: 'bad',
        question: 'How long did it take?',
        kind: 'answered',
        up: 1,
        down: 1,
        reasons: ['wrong'],
        comments: ['Three years!'],
      },
      { answerId: 'good', question: 'What does it cost?', kind: 'answered', up: 1, down: 0, reasons: [], comments: [] },
    ]);
  });
});

describe('the report for reading', () => {
  const evil = 'Why | <b>so</b>\n![x](http://evil.example) \u001B[31mred';
  const filled = (): Promise<Report> =>
    reportOf(async ({ questions, answers }) => {
      await questions.append(logged({}));
      for (const question of [evil, 'Will it rain?', 'Who is the mayor?'])
        await questions.append(logged({ question, kind: 'not-in-sources' }));
      await answers.save(answer('a', [citing(1)]));
    });

  it('is Markdown in which nothing that people wrote is markup', async () => {
    const markdown = reportAsMarkdown(await filled(), 10);
    expect(markdown).toContain('# Footnote, 2026-01-01 to 2026-01-08');
    expect(markdown).toContain('Why \\| \\<b\\>so\\</b\\> \\!\\[x\\](http://evil.example)');
    expect(markdown).toContain('| 1 | It took three years. | Title of tower.txt · Section of tower.txt |');
    expect(markdown).toContain('## Passages never cited: 2 of 3');
    expect(markdown).not.toContain('\u001B');
  });

  it('is a table within the terminal’s width, and cannot command the terminal', async () => {
    const table = reportAsTable(await filled(), 10, 100);
    expect(table).toContain('It took three years.');
    expect(table).not.toContain('\u001B[31mred');
    expect(Math.max(...table.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('says how much it leaves out', async () => {
    expect(reportAsMarkdown(await filled(), 2)).toContain('And 1 more;');
  });

  it('says so where there is nothing', async () => {
    const empty = await reportOf(async () => undefined);
    for (const text of [reportAsMarkdown(empty, 10), reportAsTable(empty, 10, 80)]) {
      expect(text).toContain('Nothing was asked.');
      expect(text).toContain('Nothing was cited.');
      expect(text).toContain('Nobody voted.');
    }
  });
});
