import { normaliseText } from '../language/index.js';
import { isChatterTopic, readExamples, type ChatterTopic } from './intents/examples.js';

const particles = /[啊呀哦噢喔呢吧嘛啦哈哟~]+$/;

/**
 * Which small talk the message is, where it has the exact words of an example; this needs no model. Punctuation and particles are ignored,
 * and "你好，谢谢！" may match part by part; "hello, why is it slow?" stays a question. Messages that only resemble an example are left to the
 * classifier.
 */
export function smallTalkOf(message: string): ChatterTopic | undefined {
  const plain = plainWords(message);
  const whole = topicOf(plain);
  if (whole !== undefined) return whole;
  const parts = plain.split(' ');
  const topics = parts.map(topicOf);
  return parts.length > 1 && topics.every((topic) => topic !== undefined) ? topics.at(-1) : undefined;
}

function topicOf(plain: string): ChatterTopic | undefined {
  const forms = [plain, plain.replace(particles, '').trim(), plain.replace(/吗$/, '').trim()];
  return forms.map((form) => knownTopics().get(form)).find((topic) => topic !== undefined);
}

function plainWords(message: string): string {
  return normaliseText(message)
    .toLowerCase()
    .replace(/[您妳]/g, '你')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}~]+/gu, ' ')
    .trim();
}

let known: ReadonlyMap<string, ChatterTopic> | undefined;

function knownTopics(): ReadonlyMap<string, ChatterTopic> {
  known ??= new Map(readExamples().flatMap(({ text, label }) => (isChatterTopic(label) ? [[plainWords(text), label] as const] : [])));
  return known;
}
