import { hasLink } from './links-in.js';
import { givesOrders } from './orders.js';

/** What a text from a model has that no statement has: a word for the log. */
export type NotAStatement =
  | 'empty'
  | 'too-long'
  | 'line-break'
  | 'control-character'
  | 'link'
  | 'mention'
  | 'mark-up'
  | 'code'
  | 'question'
  | 'fragment'
  | 'instruction'
  | 'about-itself';

/** A statement is one sentence, or two; what is longer is an essay, of which no single quotation bears out all. */
const maxStatementCharacters = 400;

const rules: readonly (readonly [NotAStatement, RegExp])[] = [
  ['line-break', /[\n\r\v\f\u2028\u2029]/u],
  // Zero-width joiners hold emoji together; everything else that is not seen only hides or reorders.
  ['control-character', /[\p{Cc}\p{Co}\p{Cs}\p{Cn}\uFFFD]|(?!\u200D)\p{Cf}/u],
  [
    'link',
    /\b[a-z][a-z\d+.-]*:\/\/|\bwww\.|\b(?:mailto|tel|javascript|data|tg):|\b[\p{L}\d-]+\.(?:com|net|org|io|ai|cn|me|gg|dev|app|co|xyz|info|top|ru)\b(?!\p{L})/iu,
  ],
  ['mention', /(?<![A-Za-z\d])[@＠][\p{L}\p{N}_]|<[@#]|(?<![\p{L}\p{N}&])[#＃][\p{L}\p{N}_]|[@＠](?:everyone|here|all|channel)\b/iu],
  ['code', /`|\$\{|<\?|\/\*|\{\s*"|\(\)\s*[;{]|(?:^|\s)\/[a-z]{2,}(?:\s|$)/iu],
  [
    'mark-up',
    /\*\*|__|~~|\|\||<\/?[a-z][^>]*>|<!--|-->|&[a-z]+;|&#|!?\[[^\]]*\](?:\(|:|\s*$)|\[\d+\]|【\d+】|^\s*(?:[-*+•]\s|\d+[.)、]\s|#{1,6}\s|>)/iu,
  ],
  // 32秒。 or "The first one." says nothing by itself.
  ['fragment', /^(?!.*\p{Script=Han}.*\p{Script=Han})(?!(?:.*?(?<![\p{L}\p{N}])[\p{L}\p{N}][\p{L}\p{N}'’.-]*){3})/u],
  ['question', /[?？]["'”’」』)）]*\s*$/u],
  [
    'instruction',
    // 关注技术的人 is told of, and not told what to do.
    /^(?:请|快来|快去|立即|马上|点击|扫码|忽略|無視|无视|忽視|(?:關注|关注|轉發|转发|訪問|访问|联系|聯繫|下载|下載|复制|複製)(?!(?:(?!我)\p{Script=Han}){1,8}的(?:人|者|讀者|读者|用户|用戶|专家|專家)))|(?:请|請|务必|務必)(?:您|你|立即|先|務必|务必)?(?:点击|點擊|访问|訪問|关注|關注|联系|聯繫|输入|輸入|发送|發送|转发|轉發|提供|下载|下載|复制|複製|注册|註冊|登录|登錄|登入|忽略|扫码|掃碼|回复|回覆|添加|购买|購買)|(?:建议|建議)(?:大家|各位|你|您|读者|讀者)|[你您](?:们|們)?(?:应该|應該|必须|必須|需要|务必|務必|可以点击|可以點擊)/u,
  ],
  [
    'instruction',
    /^(?:please|click|visit|subscribe|contact|send|reply|ignore|disregard|forget|download|install|copy|paste|go to|sign up|log in|buy|join us|note that you|make sure|remember to|read more|see (?:also|more)|follow (?:us|the link|this))\b|\b(?:you|readers?) (?:must|should|need to|have to|can click|may click)\b|\bplease (?:click|visit|contact|send|enter|ignore)\b|\b(?:ignore|disregard) (?:all |any )?(?:previous|prior|above|earlier|the) (?:instructions?|rules|prompts?)\b/iu,
  ],
  [
    'about-itself',
    /作为(?:一个|一名)?(?:AI|人工智能|语言模型|助手)|^我(?![国國们們])|我(?:是|是一个|只是)(?:AI|人工智能|语言模型|助手|机器人)|(?:系统|系統)(?:提示|指令)|提示词|提示詞|(?:段落|片段|文段)\s*\d|第\s*[\d一二三四五六七八]+\s*(?:段|个段落|個段落)|我的(?:指令|规则|規則|设定|設定)|\bas an? (?:ai|language model|assistant)\b|^i(?:['’]m| (?:am|was|will|have|can|cannot|must|do|follow|obey))\b|\bi(?:'m| am) (?:an? )?(?:ai|language model|assistant|chatbot)\b|\bpassages? (?:no\.? ?)?\d|\b(?:system prompt|my (?:instructions|prompt|rules|guidelines))\b/iu,
  ],
];

/** Why a text is not a statement about the sources, whatever it says; `undefined` for one that may be. Looks at the text as the model wrote it. */
export function notAStatement(text: string): NotAStatement | undefined {
  if (!/[\p{L}\p{N}]/u.test(text)) return 'empty';
  if (text.length > maxStatementCharacters) return 'too-long';
  const broken = rules.find(([, pattern]) => pattern.test(text))?.[0];
  if (broken !== undefined) return broken;
  if (hasLink(text)) return 'link';
  return givesOrders(text) ? 'instruction' : undefined;
}
