import { detectLanguage, normaliseText, wordsOf } from '../language/index.js';
import { plainQuery, type Query } from '../retrieval/index.js';

/** How many earlier questions a follow-up may lean on. */
const maxContextQuestions = 2;
/** What an earlier question's token counts of its own weight: enough to keep the subject, too little to outvote the new question. */
const contextWeight = 0.5;
/** A question of so few words that it says nothing alone. */
const fewWords = 2;

/** Words that stand for something said before, where a question starts with them or is short. */
const chinesePointer = /[他她它](?:们|的)?|(?<![其])其(?![他它实中余次])|该|这|那(?!么多)|此(?!外)|上述|前者|后者|两者|二者|刚才|上面/;
const chineseEllipsis =
  /^(?:那|那么|然后|还有|以及|另外|再|和|而|但|但是|可是|所以|换成)|呢[？?。！!\s]*$|^(?:为什么|为何|怎么|如何|什么时候|哪里|谁|多少|具体|比如|例如|详细|继续|还有吗|然后)(?:呢|说|讲|一点|吗|了)*[？?。！!\s]*$/;
const englishPointer =
  /\b(?:he|she|it|they|him|her|his|hers|its|them|their|theirs|this|that|these|those|there|then|the same|one|ones|former|latter)\b/i;
/** "it" is no pointer in "how long does it take …", nor "there" in "are there …", "that" in "says that …". */
const englishDummy =
  /\b(?:does it take (?!.*\?$)|is it (?:true|possible|likely)|is there|are there|was there|were there|how is it that|(?:say|says|said|think|thinks|doubt|doubts|claim|claims|mean|means|show|shows|so) that|one of|that (?:can|is|are|was|were|has|have|will))\b/gi;
const englishEllipsis =
  /^(?:and|but|or|so|also|then|what about|how about|what else|anything else|why|how so|how come|when|where|who|which one|really|more|such as|like what|go on|tell me more)\b/i;
const englishBare =
  /^(?:(?:and|but|so) )?(?:why|how|when|where|who|what|how so|how come|what else|really|tell me more|go on|how much|how many|since when|by whom|why not)(?: (?:is|was|did|does) (?:that|this|it|so))?[?.!\s]*$/i;

/**
 * The query for a question in its conversation. A question that leans on what was said before (a pronoun, an ellipsis, nothing but a name) gets
 * the earlier questions in front, back to the last one that stands alone; any other question is searched for as it is, so that a new topic is
 * not dragged down by the old one.
 *
 * @param earlier the conversation's earlier questions, oldest first
 */
export function understandQuestion(question: string, earlier: readonly string[]): Query {
  if (earlier.length === 0 || !leansOnContext(question)) return plainQuery(question);
  const context: string[] = [];
  for (const previous of [...earlier].reverse()) {
    context.unshift(previous);
    if (context.length === maxContextQuestions || !leansOnContext(previous)) break;
  }
  const before = `${context.join(' ')} `;
  return { text: before + question, contextEnd: before.length, contextWeight };
}

/** Whether the question cannot be understood without what was said before it. */
export function leansOnContext(question: string): boolean {
  const text = normaliseText(question).trim();
  const isEnglish = detectLanguage(text) === 'en';
  const words = new Set(wordsOf(text).filter((word) => !word.startsWith('ʙ')));
  if (isEnglish) {
    if (englishBare.test(text)) return true;
    if (englishEllipsis.test(text) && words.size <= 5 && /^(?:and|but|or|so|also|then|what about|how about)\b/i.test(text)) return true;
    return englishPointer.test(text.replace(englishDummy, ' '));
  }
  return chineseEllipsis.test(text) || chinesePointer.test(text) || words.size < fewWords;
}
