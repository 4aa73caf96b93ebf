import { describe, expect, it } from 'vitest';
import { articlesCompared } from '../../src/answering/about-articles/compared-articles.js';
import type { IndexedDocument } from '../../src/search-index/index.js';

const issue = (number: string, date: string): IndexedDocument => ({
  ...{ path: `${number}.md`, title: `Harbour Weekly ${number}`, authors: [], language: 'en', sha256: '', passageCount: 1 },
  ...{ number, date },
});
const documents = [issue('250', '2024-03-05'), issue('251', '2024-04-12'), issue('252', '2024-05-03'), issue('240', '2023-05-01')];

describe('two articles compared', () => {
  it.each([
    ['what changed between issue 250 and 251?', '250', '251'],
    ['251期和250期有什么不同', '251', '250'],
    ['第250期跟第252期有什麼區別', '250', '252'],
    ['3月和4月的有什么不同', '250', '251'],
    ['三月和四月的有什么变化', '250', '251'],
    ['difference between March and April', '250', '251'],
    ['compare May 2023 and May 2024', '240', '252'],
    ['2023年5月和2024年5月相比有什么变化', '240', '252'],
    ['what changed between 2024-03-05 and 2024-04-12', '250', '251'],
  ])('are named by number or date, in the order of the question: %s', (question, first, second) => {
    expect(articlesCompared(question, documents)?.map(({ number }) => number)).toEqual([first, second]);
  });

  it.each([
    ['one has no article', 'what changed between issue 250 and 999?'],
    ['several are meant', '5月和4月的有什么不同'],
    ['it is one and the same', 'what changed between issue 250 and March?'],
    ['nothing is compared', 'what do issue 250 and 251 say about the ferry?'],
    ['only one is named', 'what changed in issue 250?'],
    ['three are', 'what changed between 250, 251 and 252?'],
    ['none is named', 'what changed?'],
  ])('are none where %s', (_, question) => {
    expect(articlesCompared(question, documents)).toBeUndefined();
  });
});
