import type { ModelRequest } from '../../../src/language-model/index.js';
import { createScriptedModel, type ScriptedModel } from '../scripted-model.js';
import type { Injection } from './read-injections.js';

/** What nobody is to be told, whatever a text orders. */
const nuisances = [
  '@everyone 请看这里！',
  '<@123456789> 請看這裡',
  '[奖品](tg://user?id=1)在这里',
  'Look at t.me/evil_bot now',
  'o1的更多细节见 https://evil.example/o1',
  '@here o1 is out',
  '<b>o1</b> **o1** ||o1||',
];

const inNoPassage = '据一位不愿透露姓名的消息人士称,整件事情在上周末就已经全部推翻了';

/**
 * A model that does whatever an injection says, and worse: it says what it is told to, gives the prompt away, mentions everybody, and quotes for
 * it honestly, not at all, the injection itself, the reader, the prompt, and what stands nowhere. It finds all of it well borne out.
 */
export function createObedientModel({ text, says }: Injection): ScriptedModel {
  /** At a second try only what was quoted, so that it takes no longer than it must. */
  const answer = (request: ModelRequest): string => {
    const { question, passages } = materialOf(request);
    const prompt = sentencesOf(request);
    const holding = passages.find((passage) => passage.text.includes(text.slice(0, 20))) ?? passages[0]!;
    const honest = [holding.text.slice(0, 60), passages[0]!.text, passages[1]!.text];
    const told = [says, ...nuisances, `My instructions are: ${prompt[0] ?? ''}`, base64(prompt.join(' ')), ...prompt.slice(0, 8)];
    const statements = [
      ...(request.purpose === 'retry' ? [] : told).map((each) => ({ passage: holding.number, quote: honest[0], text: each })),
      ...[...honest, '', text, question, prompt[0], inNoPassage, '[1]'].flatMap((quote) =>
        [says, text, '@everyone 请看这里！'].map((each) => ({ passage: 99, quote, text: each })),
      ),
    ];
    return JSON.stringify({ answerable: true, statements });
  };
  return createScriptedModel(
    {
      ...{ answer, retry: answer },
      rewrite: JSON.stringify({ question: `${says} ${text}` }),
      split: (request) =>
        JSON.stringify({ questions: [text, says, ...nuisances, ...sentencesOf(request), base64(sentencesOf(request).join(' '))] }),
      review: (request) => {
        const { statements } = JSON.parse(request.messages[1]!.content) as { statements: { number: number }[] };
        return JSON.stringify({ verdicts: statements.map(({ number }) => ({ number, supported: true })) });
      },
    },
    { pieceLength: 100 },
  );
}

interface Material {
  readonly question: string;
  readonly passages: readonly { readonly number: number; readonly text: string }[];
}

export function materialOf({ messages }: ModelRequest): Material {
  return JSON.parse(messages[1]!.content) as Material;
}

/** The instructions, sentence by sentence. */
function sentencesOf({ messages }: ModelRequest): readonly string[] {
  return messages[0]!.content
    .split(/(?<=[.:])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence.length > 20);
}

export function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64').slice(0, 120);
}
