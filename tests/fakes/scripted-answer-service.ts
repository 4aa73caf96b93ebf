import type {
  Answer,
  AnswerProgress,
  AnswerService,
  AskOptions,
  Citation,
  Conversation,
  ConversationTopic,
  OpenedPassage,
  SourceSummary,
} from '../../src/answering/index.js';
import { detectLanguage, type Language } from '../../src/language/index.js';

/** A small article of our own: two sections, three paragraphs. */
export const lighthouse = {
  path: 'lighthouse.txt',
  title: '灯塔重新亮起',
  sourceUrl: 'https://example.org/lighthouse',
  sha256: 'a'.repeat(64),
  text: [
    '灯塔重新亮起',
    '停了十二年的北岸灯塔上个月重新亮起。守塔人林海说，修复一共花了三年。',
    '为什么要修',
    '修复的原因是港口的夜航船只增加了一倍。如果没有灯塔，船只只能等到天亮。',
    '新的灯用太阳能供电，每天的电费不到两元。',
  ].join('\n'),
};

export const quotes = {
  duration: '守塔人林海说，修复一共花了三年。',
  reason: '修复的原因是港口的夜航船只增加了一倍。',
  cost: '新的灯用太阳能供电，每天的电费不到两元。',
};

/** A citation whose quotation really stands in the article. */
export function cite(number: number, quote: string, changes: Partial<Citation> = {}): Citation {
  const start = lighthouse.text.indexOf(quote);
  if (start < 0) throw new Error(`The fake article does not hold: ${quote}`);
  const section = start > lighthouse.text.indexOf('为什么要修') ? { section: '为什么要修' } : {};
  const { path, title, sourceUrl, sha256 } = lighthouse;
  return {
    number,
    quote,
    document: path,
    documentSha256: sha256,
    start,
    end: start + quote.length,
    title,
    sourceUrl,
    ...section,
    ...changes,
  };
}

export type Answered = Extract<Answer, { kind: 'answered' }>;

/** An answer whose statements are the quotations, one citation each. */
export function answered(quoted: readonly string[], changes: Partial<Answered> = {}): Answered {
  return {
    kind: 'answered',
    confidence: 'high',
    language: 'zh-Hans',
    statements: quoted.map((text, index) => ({ text, citations: [index + 1], emphasis: [] })),
    citations: quoted.map((quote, index) => cite(index + 1, quote)),
    candidates: quoted.map((quote, index) => candidate(quote, index)),
    ...changes,
  };
}

/** What there is of such an answer when its first `count` statements are there. */
export function progressOf(
  { language, confidence, statements, citations }: Answered,
  count: number,
  steps: AnswerProgress['steps'] = [],
): AnswerProgress {
  const said = statements.slice(0, count);
  return {
    language,
    confidence,
    statements: said,
    citations: citations.filter(({ number }) => said.some((each) => each.citations.includes(number))),
    steps,
  };
}

type Refused = Extract<Answer, { kind: 'not-in-sources' }>;

export function refused(
  language: Language = 'zh-Hans',
  nearest: readonly string[] = [quotes.reason, quotes.cost],
  changes: Partial<Refused> = {},
): Refused {
  return {
    kind: 'not-in-sources',
    language,
    nearest: nearest.map((quote, index) => cite(index + 1, quote)),
    candidates: nearest.map((quote, index) => candidate(quote, index)),
    ...changes,
  };
}

export function courtesy(topic: ConversationTopic, language: Language = 'zh-Hans', suggestions: readonly string[] = []): Answer {
  return { kind: 'conversation', topic, language, suggestions, candidates: [] };
}

function candidate(quote: string, index: number): Answer['candidates'][number] {
  const start = lighthouse.text.indexOf(quote);
  return {
    passage: {
      id: index,
      document: lighthouse.path,
      ordinal: index,
      start,
      end: start + quote.length,
      text: quote,
      sentences: [{ start: 0, end: quote.length }],
    },
    score: 1 - index / 10,
    lateInteraction: 0.8 - index / 10,
    background: 0.3,
    overNoise: 2,
    similarityOverNoise: 2,
    similarity: 0.7 - index / 10,
    coverage: 0.5,
    nameMatch: 0,
    bm25: 3.2,
    sentenceMatches: [Float32Array.of(0.8 - index / 10)],
    headingMatches: Float32Array.of(-1),
  };
}

interface Asked {
  readonly question: string;
  readonly conversation: Conversation;
  readonly options: AskOptions;
}

export interface ScriptedAnswerService extends AnswerService {
  /** Everything that was asked, in order. */
  readonly asked: readonly Asked[];
  /** From now on the article is another one than was cited. */
  changeSource(): void;
}

export interface Script {
  /** What is answered to which question; `refused` to every other one, in the question's language. */
  readonly answers?: Readonly<Record<string, Answer>>;
  readonly suggestions?: Readonly<Record<Language, readonly string[]>>;
  /** Awaited before every answer: to make one slow, or to make it fail. */
  readonly before?: (question: string) => Promise<void>;
  readonly sources?: readonly SourceSummary[];
  readonly canThink?: boolean;
  /** What is shown of which answer while it is being made; each step is left when its `until` resolves. */
  readonly growing?: Readonly<Record<string, readonly { readonly progress: AnswerProgress; readonly until?: () => Promise<void> }[]>>;
}

export const suggestedQuestions: Readonly<Record<Language, readonly string[]>> = {
  'zh-Hans': ['修复花了多久？', '为什么要修复灯塔？', '每天的电费是多少？'],
  'zh-Hant': ['修復花了多久？', '為什麼要修復燈塔？', '每天的電費是多少？'],
  en: ['How long did the repair take?', 'Why was the lighthouse repaired?', 'What does the light cost a day?'],
};

/** Answers that go with the suggested questions. */
export const scriptedAnswers: Readonly<Record<string, Answer>> = {
  '修复花了多久？': answered([quotes.duration]),
  '为什么要修复灯塔？': answered([quotes.reason, quotes.cost]),
  '每天的电费是多少？': answered([quotes.cost]),
  'How long did the repair take?': answered([quotes.duration], { language: 'en' }),
  'Why was the lighthouse repaired?': answered([quotes.reason], { language: 'en', confidence: 'low' }),
};

/** An answer service that knows its lines: it keeps the port's promises (offsets, verbatim quotations, a changed source) without a model. */
export function createScriptedAnswerService(script: Script = {}): ScriptedAnswerService {
  const answers: Readonly<Record<string, Answer | undefined>> = script.answers ?? scriptedAnswers;
  const asked: Asked[] = [];
  let changed = false;

  return {
    asked,
    canThink: script.canThink ?? false,
    changeSource: () => {
      changed = true;
    },
    ask: async (question, conversation, options = {}) => {
      asked.push({ question, conversation, options });
      await script.before?.(question);
      for (const step of script.growing?.[question] ?? []) {
        options.onProgress?.(step.progress);
        await step.until?.();
      }
      const answer = answers[question] ?? refused(detectLanguage(question));
      return conversation.language === undefined ? answer : { ...answer, language: conversation.language };
    },
    open: (citation) => open(citation, changed),
    sources: () =>
      script.sources ?? [
        {
          path: lighthouse.path,
          title: lighthouse.title,
          authors: ['林海'],
          publisher: '北岸日报',
          sourceUrl: lighthouse.sourceUrl,
          passageCount: 3,
        },
      ],
    suggestions: async (language, count) => (script.suggestions ?? suggestedQuestions)[language].slice(0, count),
  };
}

function open(citation: Citation, changed: boolean): OpenedPassage {
  const { quote, start, title, sourceUrl } = citation;
  const place = {
    title,
    ...(citation.section === undefined ? {} : { section: citation.section }),
    ...(sourceUrl === undefined ? {} : { sourceUrl }),
  };
  const isCut = { before: false, after: false };
  if (changed) return { ...place, before: '', text: quote, after: '', quotation: { start: 0, end: quote.length }, isCut, changed };
  const lines = lighthouse.text.split('\n');
  const at = lines.findIndex((line) => line.includes(quote));
  const text = lines[at] ?? '';
  const offset = start - lighthouse.text.indexOf(text);
  return {
    ...place,
    before: lines[at - 1] ?? '',
    text,
    after: lines[at + 1] ?? '',
    quotation: { start: offset, end: offset + quote.length },
    isCut,
    changed,
  };
}
