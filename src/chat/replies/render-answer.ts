import type { Answer, Citation, SourceSummary, Statement } from '../../answering/index.js';
import type { Span } from '../../corpus/index.js';
import type { Language } from '../../language/index.js';
import { clippedLine } from './clipped.js';
import { placeIn } from './place.js';
import { paragraph, plain, type QuotationBlock, type Reply, type ReplyAction, type ReplyBlock, type Run } from './reply.js';
import { sourceLink } from './source-link.js';
import { textsFor } from '../texts/index.js';

/** What the sentences of a reply need to know that the answer does not say. */
export interface RenderOptions {
  /** With it, the reply has buttons. */
  readonly answerId?: string | undefined;
  /** The longest question that is read, in characters. */
  readonly maxQuestionCharacters: number;
  /** Whether this replaces an answer to the question before it was edited. */
  readonly edited?: boolean | undefined;
}

/** An answer as a reply; the framing is in the answer's language, the statements and quotations as they are. */
export function renderAnswer(answer: Answer, options: RenderOptions): Reply {
  const { answerId } = options;
  const edited = options.edited === true ? [paragraph(textsFor(answer.language).answer.questionEdited)] : [];
  return {
    placement: options.edited === true ? 'in-place' : 'message',
    language: answer.language,
    blocks: [...edited, ...blocksOf(answer, options)],
    actions: answerId === undefined ? [] : actionsOf(answer, answerId),
    ...(answerId === undefined ? {} : { answerId }),
  };
}

/** The first words to a newcomer: what the sources are, and questions that they answer. */
export function renderWelcome(
  sources: readonly SourceSummary[],
  suggestions: readonly string[],
  language: Language,
  answerId?: string,
): Reply {
  const texts = textsFor(language);
  return {
    placement: 'message',
    language,
    blocks: [paragraph(texts.conversation.welcome(sources.map(withShortTitle))), ...suggestionBlocks(suggestions, language)],
    actions: answerId === undefined ? [] : suggestionActions(suggestions, answerId),
    ...(answerId === undefined ? {} : { answerId }),
  };
}

function withShortTitle(source: SourceSummary): SourceSummary {
  return { ...source, title: clippedLine(source.title, longestWelcomeTitle) };
}

/** A greeting names a few titles, and is no list of them. */
const longestWelcomeTitle = 80;

/** The citations that a reader can open: those that the statements rest on, or the nearest passages of a refusal. */
export function citationsOf(answer: Answer): readonly Citation[] {
  switch (answer.kind) {
    case 'answered':
      return answer.citations;
    case 'not-in-sources':
      return answer.nearest;
    case 'conversation':
      return [];
  }
}

/** The questions that the reply offers to ask, in the order of their buttons. */
export function suggestionsOf(answer: Answer): readonly string[] {
  switch (answer.kind) {
    case 'answered':
      return [];
    case 'not-in-sources':
      return answer.suggestions ?? [];
    case 'conversation':
      return answer.suggestions;
  }
}

/** A row of `[1] [2] [3]`. */
export function passageActions(answer: Answer, answerId: string, without?: number): readonly ReplyAction[] {
  const { buttons } = textsFor(answer.language);
  return citationsOf(answer)
    .filter(({ number }) => number !== without)
    .map(({ number }) => ({ label: buttons.passage(number), does: { kind: 'open-passage', answerId, number } }));
}

function blocksOf(answer: Answer, options: RenderOptions): readonly ReplyBlock[] {
  switch (answer.kind) {
    case 'answered':
      return [...statementBlocks(answer), ...answer.citations.flatMap((citation) => quotationBlocks(citation, answer))];
    case 'not-in-sources':
      return refusalBlocks(answer);
    case 'conversation':
      return [...conversationBlocks(answer, options), ...suggestionBlocks(answer.suggestions, answer.language)];
  }
}

type Refusal = Extract<Answer, { kind: 'not-in-sources' }>;

function refusalBlocks({ language, nearest, nothingMore, topic, suggestions = [] }: Refusal): readonly ReplyBlock[] {
  const texts = textsFor(language).answer;
  const said = nothingMore === true ? texts.nothingMore : topic === undefined ? texts.notInSources : texts.onTopicOnly(topic);
  const offered = nearest.length === 0 ? '' : `${language === 'en' ? ' ' : ''}${texts.nearest}`;
  return [
    paragraph(`${said}${offered}`),
    ...nearest.map((citation) => quotation(citation, language, [])),
    ...suggestionBlocks(suggestions, language),
  ];
}

/** The quotation, and under it its translation where there is one: a paragraph of its own, since none of it is the source's. */
function quotationBlocks(citation: Citation, { language, statements }: Answered): readonly ReplyBlock[] {
  const { number, translation } = citation;
  const quoted = quotation(citation, language, statements);
  return translation === undefined ? [quoted] : [quoted, paragraph(`[${number}] ${textsFor(language).answer.translation(translation)}`)];
}

type Answered = Extract<Answer, { kind: 'answered' }>;
type Stated = Pick<Answered, 'language' | 'confidence' | 'writtenBy' | 'lead' | 'statements' | 'citations' | 'omitted'>;

/** The statements with their marks, and in front of them what they have to be read with. */
export function statementBlocks(answer: Stated): readonly ReplyBlock[] {
  const { language, statements, omitted = 0 } = answer;
  return [
    ...framing(answer),
    ...statements.map((each): ReplyBlock => ({ kind: 'paragraph', runs: statementRuns(each) })),
    ...(omitted === 0 ? [] : [paragraph(textsFor(language).answer.andMore(omitted))]),
  ];
}

/** A caution where the answer needs one, its lead, and a word on the language where the reader's differs from the article's. */
function framing(answer: Stated): readonly ReplyBlock[] {
  const texts = textsFor(answer.language).answer;
  return [
    ...(answer.confidence === 'low' ? [{ kind: 'note', runs: plain(texts.caution) } as const] : []),
    ...(answer.lead === undefined ? [] : [paragraph(texts.leads[answer.lead])]),
    ...(isInAnotherLanguage(answer) ? [paragraph(texts.quotedFrom(titlesOf(answer.citations)))] : []),
  ];
}

/** Whether the reader meets words in another language than they read. What a model writes is in the reader's. */
function isInAnotherLanguage({ language, writtenBy, statements }: Stated): boolean {
  if (writtenBy === 'model') return false;
  const chineseReader = language !== 'en';
  const chineseWords = statements.some(({ text }) => /\p{Script=Han}/u.test(text));
  return chineseReader !== chineseWords;
}

function titlesOf(citations: readonly Citation[]): readonly string[] {
  return [...new Set(citations.map(({ title }) => title))];
}

function conversationBlocks(answer: Extract<Answer, { kind: 'conversation' }>, options: RenderOptions): readonly ReplyBlock[] {
  const texts = textsFor(answer.language).conversation;
  switch (answer.topic) {
    case 'greeting':
      return [paragraph(texts.greeting)];
    case 'thanks':
      return [paragraph(texts.thanks)];
    case 'farewell':
      return [paragraph(texts.farewell)];
    case 'small-talk':
      return [paragraph(texts.smallTalk)];
    case 'which-article':
      return [paragraph(texts.whichArticle)];
    case 'help':
      return texts.help.map(paragraph);
    case 'empty':
      return [paragraph(texts.empty)];
    case 'too-long':
      return [paragraph(texts.tooLong(options.maxQuestionCharacters))];
    case 'unreadable':
      return [paragraph(texts.unreadable)];
  }
}

function suggestionBlocks(suggestions: readonly string[], language: Language): readonly ReplyBlock[] {
  if (suggestions.length === 0) return [];
  return [paragraph(textsFor(language).conversation.suggestions), { kind: 'suggestions', items: suggestions.map(plain) }];
}

function actionsOf(answer: Answer, answerId: string): readonly (readonly ReplyAction[])[] {
  const { buttons } = textsFor(answer.language);
  if (answer.kind === 'conversation') return suggestionActions(answer.suggestions, answerId);
  const passages = passageActions(answer, answerId);
  const votes: readonly ReplyAction[] = [
    { label: buttons.up, does: { kind: 'vote', answerId, vote: 'up' } },
    { label: buttons.down, does: { kind: 'vote', answerId, vote: 'down' } },
  ];
  const suggested = suggestionActions(suggestionsOf(answer), answerId);
  return passages.length === 0 ? [votes, ...suggested] : [passages, votes, ...suggested];
}

function suggestionActions(suggestions: readonly string[], answerId: string): readonly (readonly ReplyAction[])[] {
  return suggestions.map((question, index) => [{ label: question, does: { kind: 'ask-suggestion', answerId, number: index + 1 } }]);
}

function statementRuns(statement: Statement): readonly Run[] {
  const marks = statement.citations.map((number): Run => ({ kind: 'mark', text: `[${number}]`, number }));
  return [...emphasised(statement.text, statement.emphasis), ...marks];
}

/** The text with these spans of it made strong. Spans are taken in order; what overlaps an earlier one or lies outside is cut. */
export function emphasised(text: string, spans: readonly Span[]): readonly Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, at);
    const end = Math.min(span.end, text.length);
    if (start >= end) continue;
    if (start > at) runs.push({ kind: 'text', text: text.slice(at, start) });
    runs.push({ kind: 'strong', text: text.slice(start, end) });
    at = end;
  }
  if (at < text.length) runs.push({ kind: 'text', text: text.slice(at) });
  return runs;
}

function quotation(citation: Citation, language: Language, statements: readonly Statement[]): QuotationBlock {
  const url = sourceLink(citation.sourceUrl, citation.quote);
  const said = statements.filter(({ citations }) => citations.includes(citation.number)).map(({ text }) => text);
  // A list may say the whole quotation, sentence by sentence.
  const saidAbove = squeezed(said.join('')).includes(squeezed(citation.quote));
  return {
    kind: 'quotation',
    number: citation.number,
    // Within a fuller quotation the eye should find the words that the statement took from it.
    runs: saidAbove
      ? plain(citation.quote)
      : emphasised(
          citation.quote,
          said.flatMap((text) => spansOf(text, citation.quote)),
        ),
    place: placeIn(citation, language),
    ...(url === undefined ? {} : { url }),
    saidAbove,
  };
}

function spansOf(words: string, text: string): readonly Span[] {
  const start = text.indexOf(words);
  return start < 0 ? [] : [{ start, end: start + words.length }];
}

/** Line breaks and spaces do not make other words. */
function squeezed(text: string): string {
  return text.replace(/\s+/gu, '');
}
