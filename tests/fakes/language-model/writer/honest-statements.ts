import { sentencesOf } from '../../../../src/corpus/index.js';
import { toTraditional, wordsOf } from '../../../../src/language/index.js';
import type { AnswerTask, PromptPassage } from './read-prompt.js';

/** A statement as the prompt asks for it: with the passage's number and the words of it that the statement rests on. */
export interface Statement {
  readonly passage: number;
  readonly quote: string;
  readonly text: string;
}

const maxStatements = 3;

/** Shared by questions and articles whatever they are about. */
const emptyWords = new Set(
  wordsOf(
    'the a an is are was were be of in on to and or for by with it its that this these what who why how when where which does do did has have can many much long more most ' +
      '什么，怎么，为什么，如何，多少，哪些，哪个，是否，可以，没有，我们，他们，这个，那个，一个，时候',
  ),
);

/** Per passage the sentence that shares most words with the question, word by word, and said shorter; none where no passage shares any. */
export async function honestStatements({ understoodAs, language, passages }: AnswerTask): Promise<Statement[]> {
  const asked = tellingWords(understoodAs);
  const best = passages.flatMap((passage) => bestSentence(passage, asked) ?? []).sort((a, b) => b.shared - a.shared);
  const enough = (best[0]?.shared ?? 0) / 2;
  const chosen = best
    .filter(({ shared }) => shared >= enough)
    .slice(0, maxStatements)
    .map(({ passage, quote }) => ({ passage, quote, text: shorten(quote, asked) }));
  if (language !== 'zh-Hant') return chosen;
  return await Promise.all(chosen.map(async (statement) => ({ ...statement, text: await toTraditional(statement.text) })));
}

interface BestSentence {
  readonly passage: number;
  readonly quote: string;
  readonly shared: number;
}

function bestSentence({ number, text }: PromptPassage, asked: ReadonlySet<string>): BestSentence | undefined {
  return sentencesOf(text)
    .map(({ start, end }) => text.slice(start, end).trim())
    .map((quote) => ({ passage: number, quote, shared: sharedWords(quote, asked) }))
    .filter(({ shared }) => shared > 0)
    .reduce<BestSentence | undefined>((best, one) => (best === undefined || one.shared > best.shared ? one : best), undefined);
}

/** Words of two characters at least: single characters of Chinese are in every sentence. */
function tellingWords(text: string): Set<string> {
  return new Set(wordsOf(text).filter((word) => [...word].length > 1 && !emptyWords.has(word)));
}

function sharedWords(text: string, asked: ReadonlySet<string>): number {
  return [...tellingWords(text)].filter((word) => asked.has(word)).length;
}

const insertion = /\s*[（(][^（）()]*[）)]/gu;
const connective = /^(?:(?:而且|而|但是|但|不过|因此|所以|同时|此外|另外|其中|并且)[，,]?|(?:However|Moreover|In fact),|(?:But|And)\b)\s*/u;
const endMark = /[。．.！!？?；;，,、：:\s]+$/u;
const hasHan = /\p{Script=Han}/u;
/** A statement goes on with the neighbouring clauses until it is about so long. */
const wantedLength = 40;

function shorten(sentence: string, asked: ReadonlySet<string>): string {
  const plain = sentence.replace(insertion, '').replace(connective, '').replace(endMark, '');
  const clauses = plain.split(/(?<=[，；;]|,(?=\s|\p{Script=Han}))/u);
  const scores = clauses.map((clause) => sharedWords(clause, asked));
  let from = scores.indexOf(Math.max(...scores));
  let to = from + 1;
  const said = (): string => clauses.slice(from, to).join('');
  while (said().length < wantedLength && to < clauses.length) to++;
  while (said().length < wantedLength && from > 0) from--;
  const text = said().replace(connective, '').replace(endMark, '').trim();
  return text + (hasHan.test(text) ? '。' : '.');
}
