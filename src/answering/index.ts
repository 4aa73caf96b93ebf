/**
 * Answering: turns candidates into an answer: whether the sources answer, which words do, what is cited. Every adapter uses it.
 * Knows nothing of chats and platforms, and has no texts for people beyond the article's own.
 */
export type {
  Answer,
  AnswerProgress,
  AnswerService,
  AskOptions,
  Authorship,
  Citation,
  Conversation,
  ConversationTopic,
  Effort,
  Lead,
  OpenedPassage,
  PassageReference,
  SourceSummary,
  Statement,
  ThinkingStep,
} from './answer.js';
export { createAnswerService, type AnswerServiceDependencies } from './answer-service.js';
export type { AnswerComposer, Cite, Composed, ComposedAnswer, Composition, QuestionRewriter, Translator } from './composer.js';
export { shownIn } from './more-than-shown.js';
export { emphasise } from './emphasise.js';
export { createExtractiveComposer } from './extractive-composer.js';
export { probabilityOf, readCalibration, type Decision } from './judge.js';
export { createExampleStore } from './intents/example-store.js';
export { createIntentClassifier, embedExamples, type IntentClassifier } from './intents/classify-intent.js';
export { shippedVectorsFile, type ExampleSet } from './intents/shipped-vectors.js';
export { examplesToCompare, framesToCompare, type Example } from './intents/examples.js';
export type { ClaimJudge } from './lead.js';
export { maxQuestionCharacters } from './read-input.js';
export { searchQuestion } from './search-question.js';
export { signalNames, signalsOf, type Signals } from './signals.js';
export { understandQuestion } from './understand-question.js';
export type { Candidate, Ranking } from '../retrieval/index.js';
export type { Span } from '../corpus/index.js';
