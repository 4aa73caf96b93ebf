import { normaliseText } from '../language/index.js';
import type { ConversationTopic } from './answer.js';

/**
 * What people say to a bot without asking the sources anything. Each pattern has to match the whole message (simplified, lower case, without
 * punctuation and particles), so that "hello, why is it slow?" stays a question.
 */
const patterns: readonly (readonly [ConversationTopic, RegExp])[] = [
  [
    'greeting',
    /^(?:(?:你|您|大家|各位)?好|你们好|哈[喽啰罗]|嗨+|嘿+|喂+|在|在吗|在不在|有人吗|早|早安|早上好|上午好|中午好|下午好|晚上好|晚安|很高兴认识你|hi+|hey+|hello+|helo|hiya|yo|howdy|sup|greetings|good (?:morning|afternoon|evening|day)|whats up|how are you(?: doing)?(?: today)?|nice to meet you|你?最近怎么样|你好吗)(?: (?:there|all|everyone|bot|footnote|机器人|朋友))?$/,
  ],
  [
    'thanks',
    /^(?:(?:非常|十分|太|真的?)?(?:谢谢|感谢|多谢|谢了|谢|辛苦)(?:你|您|了|大家|你们|回答|帮助|你的回答|你的帮助)*|(?:ok |okay |great |好的? ?)?(?:thanks?|thank you|thx|ty|cheers|much appreciated)(?: (?:a lot|so much|very much|again|you|bot|for (?:your|the) (?:help|answer)))*|(?:好|很好|好的|太好了|明白|明白了|懂了|知道了|了解|收到|不错|真棒|厉害|ok|okay|great|cool|nice|awesome|got it|i see|good|good bot|perfect|well done|答得好|回答得(?:很|真)?好))$/,
  ],
  ['farewell', /^(?:再见|拜拜|回见|下次见|回头见|明天见|88|bye+|bye bye|goodbye|good bye|good night|see you|see ya|see you later|cya)$/],
  [
    'help',
    /^(?:帮助|帮帮我|救命|菜单|说明|使用说明|怎么用|如何使用|怎么使用|这个?(?:机器人)?怎么用|你(?:都|还)?(?:能|会|可以)(?:帮我)?(?:做|干|回答|问)?(?:些|点)?(?:什么|啥|哪些问题|什么问题)|你(?:有什么|有哪些|的)功能(?:是什么)?|我(?:能|可以)问(?:你)?(?:些)?(?:什么|啥|哪些问题)|你是谁|你是什么|你是(?:什么)?机器人|你叫什么(?:名字)?|介绍一?下你自己|自我介绍|help(?: me)?|menu|usage|what (?:can|do|could) you do(?: for me)?|what can i (?:ask|do)(?: you)?|what are you|who are you|whats your name|how (?:do i|does this|do you|can i|to) (?:use (?:this|you|it)|work)|how does (?:this|it) work|introduce yourself|are you (?:a )?(?:bot|robot|human))$/,
  ],
];

const particles = /[啊呀哦噢喔呢吧嘛啦哈哟~]+$/;

/** What kind of small talk the message is; undefined where it is none. */
export function smallTalkOf(message: string): ConversationTopic | undefined {
  const plain = normaliseText(message)
    .toLowerCase()
    .replace(/[您妳]/g, '你')
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}~]+/gu, ' ')
    .trim();
  const candidates = [plain, plain.replace(particles, '').trim(), plain.replace(/吗$/, '').trim()];
  // 你好，谢谢！ and the like: each part is small talk by itself.
  const whole = topicOf(candidates);
  if (whole !== undefined) return whole;
  const parts = plain.split(' ');
  const topics = parts.map((part) => topicOf([part, part.replace(particles, '')]));
  return parts.length > 1 && topics.every((topic) => topic !== undefined) ? topics.at(-1) : undefined;
}

function topicOf(candidates: readonly string[]): ConversationTopic | undefined {
  return patterns.find(([, pattern]) => candidates.some((candidate) => pattern.test(candidate)))?.[0];
}
