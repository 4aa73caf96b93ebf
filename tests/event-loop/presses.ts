import pc from 'picocolors';
import { openPassage } from '../../src/answering/open-passage.js';
import type { Answer, Citation } from '../../src/answering/index.js';
import { renderAnswer, renderOpenedPassage } from '../../src/chat/index.js';
import { renderReply as renderForConsole } from '../../src/console/render-reply.js';
import { renderReply as renderForDiscord } from '../../src/discord/render-reply.js';
import { renderReply as renderForTelegram } from '../../src/telegram/render-reply.js';
import { pick, randomFrom } from '../../bench/benchmark/random.js';
import type { MadeCorpus } from './made-corpus.js';
import { ofCall, type Input, type Kind } from './measure-kind.js';

const screen = { columns: 90, colours: pc.createColors(true) };
/** Answers cite at most this many passages. */
const mostCitations = 4;

/** A press of [1], and the way back, on answers that cite articles of every form. */
export function createPresses(corpus: MadeCorpus, seed: number): Kind {
  const random = randomFrom(seed);
  const { index } = corpus;
  const documents = index.documents().filter(({ passageCount }) => passageCount > 0);

  const citationOf = (number: number): Citation => {
    const document = pick(documents, random);
    const [passage] = index.passages([pick(index.passagesOf(document.path), random)]);
    if (passage === undefined) throw new Error('There is no such passage.');
    const first = Math.floor(random() * passage.sentences.length);
    const last = first + Math.floor(random() * (passage.sentences.length - first));
    const { start = 0 } = passage.sentences[first] ?? {};
    const { end = passage.text.length } = passage.sentences[last] ?? {};
    return {
      number,
      quote: passage.text.slice(start, end),
      start: passage.start + start,
      end: passage.start + end,
      document: document.path,
      documentSha256: document.sha256,
      title: document.title,
      ...(passage.section === undefined ? {} : { section: passage.section }),
    };
  };

  return {
    name: 'press',
    next(): Input {
      const citations = Array.from({ length: 1 + Math.floor(random() * mostCitations) }, (_, at) => citationOf(at + 1));
      const answer: Answer = {
        ...{ kind: 'answered', confidence: 'high', writtenBy: 'sources', language: 'zh-Hans', candidates: [] },
        statements: citations.map(({ quote, number }) => ({ text: quote, citations: [number], emphasis: [] })),
        citations,
      };
      const citation = pick(citations, random);
      return {
        what: corpus.madeOf(citation.document),
        hold: () =>
          ofCall(() => {
            const opened = renderOpenedPassage(openPassage(citation, index), citation, answer, 'a1');
            for (const reply of [opened, renderAnswer(answer, { answerId: 'a1', maxQuestionCharacters: 1_000 })]) {
              renderForTelegram(reply);
              renderForDiscord(reply);
              renderForConsole(reply, screen);
            }
          }),
      };
    },
    close: async () => undefined,
  };
}
