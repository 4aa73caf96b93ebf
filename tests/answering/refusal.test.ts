import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/answering/index.js';
import { isOnTopic, nearCandidates } from '../../src/answering/select-nearest.js';
import { createSuggester } from '../../src/answering/suggest-questions.js';
import type { IndexedPassage } from '../../src/search-index/index.js';
import { answered, quotes, refused } from '../fakes/scripted-answer-service.js';
import { rankingOf } from './made-up-ranking.js';

const standingOut = (...overNoise: readonly number[]) =>
  rankingOf(overNoise.map((each) => ({ sentences: ['甲。'], matches: [[0.5]], score: 0.5, overNoise: each })));

describe('what a refusal offers', () => {
  it('is the passages that stand out from what general questions reach, three at most', () => {
    expect(nearCandidates(standingOut(3, 0.5, 1.5, 3)).map(({ passage }) => passage.id)).toEqual([0, 2]);
    expect(nearCandidates(standingOut(0.5, 0.9))).toEqual([]);
    expect(nearCandidates(standingOut(3, 3, 3, 3))).toHaveLength(3);
  });

  it('is about the topic where a passage stands out far and shares words with the question', () => {
    const [far, near] = standingOut(2.5, 1.5).candidates;
    expect(isOnTopic(far!)).toBe(true);
    expect(isOnTopic(near!)).toBe(false);
    expect(isOnTopic({ ...far!, coverage: 0, nameMatch: 0 })).toBe(false);
  });
});

describe('questions near a refused one', () => {
  const text = '强化学习(RL)是训练方法。思维链是指模型推理的过程。蒸馏是指把大模型变小。';
  const passage: IndexedPassage = {
    ...rankingOf([{ sentences: [text], matches: [[0.5]] }]).candidates[0]!.passage,
    document: answered([quotes.reason]).citations[0]!.document,
  };
  const asked: string[] = [];
  const suggesterWith = (answer: (question: string) => Answer) =>
    createSuggester({
      index: () => {
        throw new Error('Not needed.');
      },
      answer: async (question) => {
        asked.push(question);
        return answer(question);
      },
    });
  const citing = (at: number): Answer => {
    const answer = answered([quotes.reason]);
    return { ...answer, citations: answer.citations.map((citation) => ({ ...citation, start: at })) };
  };

  it('come from the passages, and are answered with confidence, each by another place', async () => {
    let place = 0;
    const { suggestNear } = suggesterWith((question) => (question.includes('强化学习') ? refused() : citing(place++)));
    const found = await suggestNear([passage], '思维链好吗？', 'zh-Hans', 3);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every((question) => !question.includes('强化学习'))).toBe(true);
    const same = await suggesterWith(() => citing(1)).suggestNear([passage], '？', 'zh-Hans', 3);
    expect(same).toHaveLength(1);
    const doubtful = suggesterWith(() => ({ ...answered([quotes.reason]), confidence: 'low' }));
    expect(await doubtful.suggestNear([passage], '？', 'zh-Hans', 3)).toEqual([]);
  });

  it('are answered plainly, and from the article that is near', async () => {
    const elsewhere = suggesterWith(() => citing(1));
    expect(await elsewhere.suggestNear([{ ...passage, document: 'another.md' }], '？', 'zh-Hans', 3)).toEqual([]);
    const { candidates } = rankingOf([{ sentences: [text], matches: [[0.5]], score: 0.5 }]);
    const faintly = candidates.map((candidate) => ({ ...candidate, reading: { answers: 0, evidence: [0.5], words: [0] } }));
    expect(await suggesterWith(() => ({ ...citing(1), candidates: faintly })).suggestNear([passage], '？', 'zh-Hans', 3)).toEqual([]);
  });

  it('are not the one that was asked, nor any without passages, and are few to try', async () => {
    asked.length = 0;
    const { suggestNear } = suggesterWith(() => refused());
    await suggestNear([passage, passage], '什么是思维链？', 'zh-Hans', 3);
    expect(asked).not.toContain('什么是思维链？');
    expect(asked.length).toBeLessThanOrEqual(5);
    asked.length = 0;
    expect(await suggestNear([], '？', 'zh-Hans', 3)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
