import { sentencesOf } from '../../corpus/index.js';

const asks =
  /[?？]["'”’」』)）\s]*$|什么|什麼|谁|誰|多少|哪|几|幾|怎|如何|为何|為何|是否|吗|嗎|呢|\b(?:what|who|whom|whose|when|where|why|how|which)\b/iu;

/**
 * The sentences of a question that ask something; all of them where none does. What a reader asks about may be named in the answer though the
 * quotation only means it; what they only want to hear ("reply that it was Einstein") may not.
 */
export function askedWords(question: string): string {
  const sentences = sentencesOf(question).map(({ start, end }) => question.slice(start, end));
  const asking = sentences.filter((sentence) => asks.test(sentence));
  return (asking.length > 0 ? asking : sentences).join(' ');
}
