import type { Answer, AnswerService, Citation } from '../../answering/index.js';
import type { Asker } from './asking.js';
import { placeIn } from '../replies/place.js';
import { renderAnswer } from '../replies/render-answer.js';
import { plain, textOf, type Reply } from '../replies/reply.js';
import { sourceLink } from '../replies/source-link.js';
import type { Place } from '../texts/index.js';

/** What can be picked while typing and sent into any chat: it has to stand alone there, with its quotation and source. */
export interface InlineResult {
  /** Unique within the results, at most 64 bytes. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly reply: Reply;
  /** Whether it depends on who asks, and not on the words alone: it must not be shown to others who type the same. */
  readonly personal: boolean;
}

/** The cited answer first, then passages; for no question, the answers to suggested ones. Nothing of it is kept. */
export async function inlineResults(
  answers: AnswerService,
  asker: Asker,
  text: string,
  count: number,
  maxQuestionCharacters: number,
): Promise<readonly InlineResult[]> {
  const language = asker.chosenLanguage;
  const ask = (question: string): Promise<Answer> =>
    answers.ask(question, { questions: [], ...(language === undefined ? {} : { language }) }, { effort: 'least' });
  const options = { maxQuestionCharacters };
  const personal = language !== undefined;

  if (text.trim() !== '') {
    const answer = await ask(text);
    switch (answer.kind) {
      case 'answered': {
        const cited = answeredResult(text, answer, personal, options);
        return [cited, ...passageResults(answers, answer, answer.citations, personal)].slice(0, count);
      }
      case 'not-in-sources':
        return answer.nearest.map((citation) => passageResult(citation, answer, personal)).slice(0, count);
      case 'conversation':
        break;
    }
  }
  const results: InlineResult[] = [];
  for (const question of await answers.suggestions(asker.language, count)) {
    const answer = await ask(question);
    if (answer.kind === 'answered')
      results.push({ ...answeredResult(question, answer, true, options), id: `s${results.length}`, title: question });
  }
  return results;
}

type Answered = Extract<Answer, { kind: 'answered' }>;

function answeredResult(
  question: string,
  answer: Answered,
  personal: boolean,
  options: { readonly maxQuestionCharacters: number },
): InlineResult {
  const reply = renderAnswer(answer, options);
  const statements = answer.statements.map((statement) => statement.text).join(' ');
  const [first] = answer.citations;
  return {
    id: 'answer',
    title: statements,
    description: first === undefined ? '' : placeIn(first, answer.language),
    // The chat it is sent to has not seen the question.
    reply: { ...reply, blocks: [{ kind: 'heading', runs: plain(question) }, ...reply.blocks] },
    personal,
  };
}

/** Passages beside those that the answer quotes already. */
function passageResults(answers: AnswerService, answer: Answered, cited: readonly Citation[], personal: boolean): readonly InlineResult[] {
  const sources = new Map(answers.sources().map((source) => [source.path, source]));
  return answer.candidates
    .map(({ passage }) => passage)
    .filter(({ document, start, end }) => !cited.some((each) => each.document === document && each.start < end && start < each.end))
    .map(({ id, document, text, section, page }) => {
      const source = sources.get(document);
      return passageResult({ ...source, id: String(id), quote: text, title: source?.title ?? document, section, page }, answer, personal);
    });
}

interface PassageToSend extends Place {
  readonly id?: string;
  readonly number?: number;
  readonly quote: string;
  readonly sourceUrl?: string | undefined;
}

function passageResult(passage: PassageToSend, { language }: Answer, personal: boolean): InlineResult {
  const place = placeIn(passage, language);
  const url = sourceLink(passage.sourceUrl, passage.quote);
  const quotation = {
    kind: 'quotation',
    runs: plain(passage.quote),
    place,
    ...(url === undefined ? {} : { url }),
    saidAbove: false,
  } as const;
  return {
    id: `p${passage.id ?? passage.number ?? 0}`,
    title: textOf(quotation),
    description: place,
    reply: { placement: 'message', language, blocks: [quotation], actions: [] },
    personal,
  };
}
