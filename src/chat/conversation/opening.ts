import type { AnswerService } from '../../answering/index.js';
import type { Language } from '../../language/index.js';
import { citationsOf } from '../replies/render-answer.js';
import { renderOpenedPassage } from '../replies/render-passage.js';
import { notice, type Reply } from '../replies/reply.js';
import type { StoredAnswer } from '../ports/stores.js';
import { textsFor } from '../texts/index.js';

/** Opens the answer's citation `number`, as it was quoted, wherever the index has gone since. */
export function openCitation(answers: AnswerService, stored: StoredAnswer, number: number): Reply {
  const citations = citationsOf(stored.answer);
  const citation = citations.find((each) => each.number === number);
  if (citation === undefined) return noSuchCitation(citations.length, number, stored.language);
  return renderOpenedPassage(answers.open(citation), citation, stored.answer, stored.id);
}

function noSuchCitation(count: number, number: number, language: Language): Reply {
  const texts = textsFor(language).passage;
  return { ...notice(count === 0 ? texts.nothingCited : texts.noSuchNumber(number, count), language, 'aside'), refused: 'not-found' };
}
