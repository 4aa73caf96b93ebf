/** What a question asks with; between them stands what it asks about. */
const questionWords =
  /什么时候|为什么|怎么样|是什么|什么是|是谁|谁是|为何|怎么|如何|多少|哪些|哪个|何时|什么|是否|请问|[吗呢吧？?，,]|\b(?:what|who|why|how|when|where|which|is|are|was|were|does|do|did)\b/iu;
const pronoun = /他们|她们|它们|他|她|它|这个|那个|(?:这|那)(?!么|些|样)|\b(?:it|he|she|they|that|this)\b/iu;
const danglingEnd = /[叫是要有在的\s]+$/u;
/** "And GPT-4o?" asks the question before once more, of something else. */
const sameOfAnother = /^(?:那么?|and\b|what about\b|how about\b)(.+?)(?:呢)?[？?]?$/iu;

/** The follow-up with the topic of the question before it; as rough as a stand-in may be, and always the same. */
export function rewriteQuestion(followUp: string, earlier: readonly string[]): string {
  const before = earlier.at(-1)?.replace(/[？?]$/u, '') ?? '';
  const topic = topicOf(before);
  if (topic === '' || followUp.includes(topic)) return followUp;
  const another = sameOfAnother.exec(followUp)?.[1];
  const isChinese = /\p{Script=Han}/u.test(followUp);
  if (another !== undefined) return isChinese ? `${before}，${another.trim()}呢？` : `${before}, and ${another.trim()}?`;
  if (pronoun.test(followUp)) return followUp.replace(pronoun, topic);
  return isChinese ? `${topic}，${followUp}` : `${topic}: ${followUp}`;
}

function topicOf(question: string): string {
  const runs = question.split(questionWords).map((run) => run.trim().replace(danglingEnd, ''));
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

const mostParts = 3;
const shortestPart = 4;

/** The questions within a question, as far as marks and conjunctions tell them apart; the question itself where it is only one. */
export function splitQuestion(question: string): string[] {
  const mark = /\p{Script=Han}/u.test(question) ? '？' : '?';
  const parts = question
    .split(/[？?；;\n]+|，(?=为什么|怎么|如何|谁|什么|哪|有|是)|以及|并且|,?\s+and\s+(?=what|who|why|how|when|where|which)/iu)
    .map((part) => part.trim().replace(/^[，,、]|[，,、。.]$/gu, ''))
    .filter((part) => part.length >= shortestPart)
    .slice(0, mostParts);
  return parts.length > 1 ? parts.map((part) => part + mark) : [question];
}
