import { detectLanguage, normaliseText, questionWordsOf, wordsOf } from '../language/index.js';
import { followUpQuery, plainQuery, type Query } from '../retrieval/index.js';

/** How many earlier questions a follow-up may refer to. */
const maxContextQuestions = 3;
/** A question of fewer words may be an ellipsis of an earlier one. */
const fewWords = 2;
/** "And GPT-4o?" is an ellipsis of an earlier question; "and how many people did …" need not be. */
const ellipticWords = 5;

/** Words that refer to somebody or something mentioned before; but not in 其他, 吉他, 利他, 尤其, 极其, 土耳其 and similar words. */
const chinesePointer = /(?<![其吉利排无])[他她它](?:们|的)?|(?<![尤极与何名耳])其(?![他它实中余次妙])|上述|前者|后者|两者|二者|刚才|上面/;
/** 这个模型, 该公司: may refer back, or name the topic again. */
const chineseDemonstrative = /该|这|那(?!么多)|此(?!外)/;
const chineseEllipsis =
  /^(?:那|那么|然后|还有|以及|另外|再|和|而|但|但是|可是|所以|换成)|呢[？?。！!\s]*$|^(?:为什么|为何|为啥|怎么|咋|如何|什么时候|啥时候|哪里|谁|多少|具体|比如|例如|详细|继续|还有吗|然后)(?:呢|说|讲|一点|吗|了)*[？?。！!\s]*$/;
const englishPointer = /\b(?:he|she|it|they|him|her|his|hers|its|them|their|theirs|then|the same|former|latter)\b/i;
const englishDemonstrative = /\b(?:this|that|these|those|there|one|ones)\b/i;
/** "it" refers to nothing in "how long does it take …", nor "there" in "are there …" and "that" in "says that …". */
const englishDummy =
  /\b(?:does it take to|is it (?:true|possible|likely)(?: that)?|is there|are there|was there|were there|how is it that|(?:say|says|said|think|thinks|doubt|doubts|claim|claims|mean|means|show|shows|so) that|one of|that (?:can|is|are|was|were|has|have|will))\b/gi;
const englishEllipsis = /^(?:and|but|or|so|also|then|what about|how about)\b/i;
const englishBare =
  /^(?:(?:and|but|so) )?(?:why|how|when|where|who|what|how so|how come|what else|really|tell me more|go on|how much|how many|since when|by whom|why not)(?: (?:is|was|did|does) (?:that|this|it|so))?[?.!\s]*$/i;

/** Little more than the question word: 哪一年, 多少钱, 几个人, "which year", "how long". */
const chineseBare = /^[在是到从]?(?:哪|几|多|什么|何|谁|怎)\p{Script=Han}{0,3}[？?。！!\s]*$/u;
const englishBareWord = /^(?:(?:in|at|on|since|for) )?(?:which|what|how) [a-z]+[?.!\s]*$/i;

/** Words that only ask for more; like function words, they name nothing. */
const continuing =
  /还有|继续|接着|再多?|多?[说讲]点?|详细点?|具体|细说|展开|比如|例如|举例|举个例子|更多|真的假的|凭啥|为毛|做到|\b(?:go on|continue|elaborate|expand|in detail|details?|examples?|really|anything|else)\b/giu;

/** How much a question depends on the earlier ones. */
export type Dependence = 'surely' | 'perhaps' | 'not';

export interface Understanding {
  readonly dependence: Dependence;
  readonly queries: readonly [Query, ...Query[]];
}

/**
 * The queries that a question may mean in its conversation, likeliest first. A question that certainly depends on earlier ones (a pronoun,
 * an ellipsis) is searched for together with them. Any other is searched for alone first, so that an old topic does not disturb a new one,
 * and then together with them, since many follow-ups have no mark of being one.
 *
 * @param earlier the conversation's earlier questions, oldest first
 */
export function understandQuestion(question: string, earlier: readonly string[]): Understanding {
  const alone = plainQuery(question);
  if (earlier.length === 0) return { dependence: 'not', queries: [alone] };
  const dependence = dependenceOf(question);
  const context: string[] = [];
  for (const previous of [...earlier].reverse()) {
    context.unshift(previous);
    if (context.length === maxContextQuestions || dependenceOf(previous) === 'not') break;
  }
  const followUp = followUpQuery(question, context);
  return { dependence, queries: dependence === 'surely' ? [followUp] : [alone, followUp] };
}

/** Whether the question names anything: "and why?" and "tell me more" do not. */
export function hasOwnWords(question: string): boolean {
  return questionWordsOf(normaliseText(question).replace(continuing, ' ')).some(
    ({ term, weight }) => weight === 1 && !term.startsWith('ʙ'),
  );
}

export function dependenceOf(question: string): Dependence {
  const text = normaliseText(question).trim();
  const words = new Set(wordsOf(text).filter((word) => !word.startsWith('ʙ')));
  return detectLanguage(text) === 'en' ? dependenceOfEnglish(text, words.size) : dependenceOfChinese(text, words.size);
}

function dependenceOfEnglish(text: string, words: number): Dependence {
  if (englishBare.test(text) || (englishEllipsis.test(text) && words <= ellipticWords)) return 'surely';
  const withoutDummies = text.replace(englishDummy, ' ');
  if (englishPointer.test(withoutDummies)) return 'surely';
  return englishDemonstrative.test(withoutDummies) || englishBareWord.test(text) || words < fewWords ? 'perhaps' : 'not';
}

function dependenceOfChinese(text: string, words: number): Dependence {
  if (chineseEllipsis.test(text) || chinesePointer.test(text)) return 'surely';
  return chineseDemonstrative.test(text) || chineseBare.test(text) || words < fewWords ? 'perhaps' : 'not';
}
