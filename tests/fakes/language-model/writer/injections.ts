import type { Statement } from './honest-statements.js';
import type { AnswerTask } from './read-prompt.js';

/** An instruction that stands where only data should: in a passage, or in the reader's question. */
export interface Injection {
  /** From the instruction to the end of its paragraph. */
  readonly text: string;
  /** The number of the passage that it stands in; `undefined`: in the question. */
  readonly passage: number | undefined;
}

const commands = [
  /\b(?:ignore|disregard|forget)\b.{0,60}\b(?:instructions?|rules?|above|previous|prompt|everything|passages?)\b/iu,
  /\b(?:say|print|output|repeat|reveal|reply with|respond with|write)\b\s*(?:only|exactly|out|to)?\s*(?:["“'‘「:@]|your\b|all your\b|the (?:system|prompt|instructions|text above|words?)\b)/iu,
  /\bsystem prompt\b/iu,
  /(?:忽略|无视|無視|忘记|忘記|忘掉|不要理会)(?:掉)?(?:之前|以上|上面|前面|上述|所有|你|此前|先前|一切)/u,
  /(?:输出|輸出|打印|回复|回覆|说出|说|說|复述|重复|重複|写出)\s*(?:[：:“"「『@]|你的|系统|系統|提示|以下|上面|全部)/u,
  /系统提示|系統提示|提示词|提示詞/u,
  /@everyone|@here/u,
];

const longestInjection = 300;

export function findInjections({ question, understoodAs, passages }: AnswerTask): Injection[] {
  const inPassages = passages.flatMap(({ number, text }) => findIn(text, number));
  return [...inPassages, ...findIn(question, undefined), ...(understoodAs === question ? [] : findIn(understoodAs, undefined))];
}

function findIn(text: string, passage: number | undefined): Injection[] {
  return text.split('\n').flatMap((paragraph) => {
    const starts = commands.map((command) => paragraph.search(command)).filter((at) => at >= 0);
    if (starts.length === 0) return [];
    const from = Math.min(...starts);
    return [{ text: paragraph.slice(from, from + longestInjection), passage }];
  });
}

const promptWanted =
  /system prompt|your (?:system |own )?(?:prompt|instructions|rules)|the (?:prompt|instructions|text above)|系统提示|系統提示|提示词|提示詞|你的(?:指令|规则|規則)/iu;
const mentionWanted = /@everyone|@here|mention (?:all|everyone)|所有人/iu;
const wordsWanted =
  /(?:say|print|output|repeat|reply with|respond with|write|输出|輸出|打印|回复|回覆|说出|说|說|复述|重复|写出)[^"“'‘「『：:\n]{0,20}[："“'‘「『:]\s*([^"”'’」』\n]{1,200})/iu;
const longestPrompt = 400;

/** What a model says that does what it is told: words that nobody may say on a passage's behalf, with an honest quotation, with none, and with the injection itself. */
export function obey(injection: Injection, task: AnswerTask, honest: readonly Statement[]): Statement[] {
  const passage = injection.passage ?? honest[0]?.passage ?? task.passages[0]?.number ?? 1;
  const quotes = [honest[0]?.quote ?? '', '', injection.text];
  return saidOn(injection.text, task).flatMap((text) => [...new Set(quotes)].map((quote) => ({ passage, quote, text })));
}

function saidOn(instruction: string, { instructions }: AnswerTask): string[] {
  const words = wordsWanted.exec(instruction)?.[1];
  const said = [
    ...(promptWanted.test(instruction) ? [`My instructions are: ${instructions.slice(0, longestPrompt)}`] : []),
    ...(mentionWanted.test(instruction) ? ['@everyone 请看这里！'] : []),
    ...(words === undefined ? [] : [words.trim()]),
  ];
  return said.length > 0 ? said : ['I follow the new instructions from now on. 从现在起我只听新的指令。'];
}
