import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAnswerService, readCalibration, shownIn, type Answer, type PassageReference } from '../../src/answering/index.js';
import { asksForMore } from '../../src/answering/more-than-shown.js';
import { createRetriever } from '../../src/retrieval/index.js';
import { indexArticle, type IndexedCorpus } from '../evaluation/indexed-article.js';

let article: IndexedCorpus;
let ask: (question: string, questions: readonly string[], shown?: readonly PassageReference[]) => Promise<Answer>;
beforeAll(async () => {
  article = await indexArticle();
  const index = () => article.index;
  const service = createAnswerService({
    retriever: createRetriever({ embedder: article.embedder, index }),
    index,
    calibration: readCalibration(),
  });
  ask = (question, questions, shown) => service.ask(question, { questions, ...(shown === undefined ? {} : { shown }) });
}, 120_000);
afterAll(() => article.remove());

const statementsOf = (answer: Answer): readonly string[] =>
  answer.kind === 'answered' && answer.lead !== 'shown-before' ? answer.statements.map(({ text }) => text) : [];

describe('a follow-up that asks for more', () => {
  it.each([
    ['o1贵吗？', '为什么？', '还有呢？'],
    ['o1为什么更贵？', '为什么？', '为什么'],
    ['Is o1 expensive?', 'why?', 'tell me more'],
    ['o1貴嗎？', '為什麼？', '具體說說'],
  ])('shows nothing twice in three turns: %s %s %s', async (...turns) => {
    const shown: PassageReference[] = [];
    const said: string[] = [];
    for (const [at, question] of turns.entries()) {
      const answer = await ask(question, turns.slice(0, at), shown);
      const statements = statementsOf(answer);
      expect(statements.length, question).toBeGreaterThan(0);
      for (const statement of statements) expect(said).not.toContain(statement);
      said.push(...statements);
      shown.push(...shownIn(answer));
    }
  });

  it('knows what was shown where only the questions are known', async () => {
    const first = await ask('o1贵吗？', []);
    const second = await ask('为什么？', ['o1贵吗？'], shownIn(first));
    expect(await ask('为什么？', ['o1贵吗？'])).toEqual(second);
  });

  it('points at what was shown once where that is all, and then says that there is nothing more', async () => {
    const everything = article.index.documents().map(({ path, sha256 }) => ({
      ...{ document: path, documentSha256: sha256, start: 0 },
      end: article.index.documentText(path)!.length,
    }));
    expect(await ask('为什么？', ['o1为什么更贵？'], everything)).toMatchObject({ kind: 'answered', lead: 'shown-before' });
    expect(await ask('为什么？', ['o1为什么更贵？'], [...everything, ...everything])).toMatchObject({
      ...{ kind: 'not-in-sources', nothingMore: true, nearest: [] },
    });
  });

  it('that asks for a time or a name may be answered by what was shown', async () => {
    const first = await ask('谁提出了思维链？', []);
    const second = await ask('哪一年？', ['谁提出了思维链？'], shownIn(first));
    expect(second).toMatchObject({ kind: 'answered', citations: [{ quote: expect.stringContaining('2022年') as string }] });
  });
});

describe('what asks for more', () => {
  it.each(['为什么？', '还有呢', '继续', '详细说说', '为啥这么贵', 'why?', 'tell me more', 'go on', 'what else?', 'how come?', '然後呢'])(
    'is a reason, or names nothing of its own: %s',
    (question) => {
      expect(asksForMore(question)).toBe(true);
    },
  );

  it.each(['什么时候？', '谁？', '多少钱？', '那GPT-4o呢？', 'when?', 'how many?', 'what about Sora?'])('is not: %s', (question) => {
    expect(asksForMore(question)).toBe(false);
  });
});
