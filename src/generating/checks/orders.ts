import { normaliseText } from '../../language/index.js';

/**
 * How texts speak that want to steer a model rather than to inform a reader. In simplified characters: texts are normalised before. No more than a
 * list of what is commonly tried: orders in new words get by (docs/answers.md), and are then seen in the quotation. Of 8,000 sentences of CMRC
 * 2018, DRCD and XQuAD none gives any.
 */
const orders: readonly RegExp[] = [
  // Rules are set aside, or new ones set.
  /(?:忽略|无视|忘掉|忘记|不要理会|不用管|推翻|取代|代替)[^。]{0,10}(?:指令|指示|规则|规定|提示|要求|上文|以上|上述|设定)/u,
  /\b(?:ignore|disregard|forget|override)\b(?!-).{0,40}\b(?:instructions?|rules|prompts?|guidelines|above|previous|earlier)\b/iu,
  /\b(?:your|new|previous|system) (?:rules|instructions?|policy|guidelines|prompts?|system message)\b/iu,
  /系统(?:提示|消息|讯息|指令)|提示词|新的?规则是|(?:你|您)(?:收到|接到)的|(?:你|您)的(?:指令|规则|规定|设定)|本次回答/u,
  // Machines are addressed, or told what to tell the reader.
  /(?:致|请)(?:各位|所有)?(?:ai|人工智能|(?:大?语言|大)模型|(?:聊天)?机器人|助理|助手)|给(?:ai|(?:大?语言|大)模型|聊天机器人|助理|助手)的|(?:ai|(?:大?语言|大)模型|(?:聊天)?机器人|助理|助手)\s*(?:注意|须知|专用|请)/iu,
  /\b(?:(?:notes?|message|memo|instructions?|reminder) (?:to|for)|dear|hey|attention,?) (?:all |the |any )?(?:ais?|llms?|language models?|(?:ai )?assistants?|chat ?bots?)\b/iu,
  /\b(?:model|assistant|ai|llm|chat ?bot) (?:shall|must|is to|has to) (?:claim|say|answer|reply|tell|state|respond|write)\b|^\s*["'“]?(?:assistant|user|human|ai)\s*:/iu,
  /(?:告诉|告知|转告)(?:读者|用户|提问者)|\btell (?:the |your |any )?(?:readers?|users?)\b/iu,
  // A part is to be played.
  /玩(?:个|一个)?角色扮演|(?:假装|扮演)(?:你|您|成|是|我)|假设(?:你|您)是|(?:你|您)(?:就?会说|扮演|现在必须|现在是)/u,
  /\b(?:pretend (?:to be|that you)|act as (?:if|an?)|you are now)\b/iu,
  // Words are put into the answer.
  /都回答|(?:请|只|只能|必须|直接|务必|不必|不要|不用)(?:先|再|逐字|完整|直接)*(?:回答|输出|复述|重复|回复|照抄|写[:上]|说[:“"]|引用|标注|这样写)/u,
  /(?:回答|回复)(?:的?开头|里|中|时|前|改为)/u,
  /(?:^|[.:;!?]\s+|,\s+|\b(?:and|then|must|please)\s+)(?:say|reply|respond|answer|print|output|repeat|state|write)\s+(?:that|with|only|exactly|your|the (?:text|words)|["“{:])/iu,
  /\b(?:mention|ping)\s+[@<]|\bcite (?:it|this|passage)\b|\bgive no (?:quotation|citation|source)/iu,
  /(?:解码|解开|decode)[^。]{0,16}(?:照做|执行|照办|and (?:obey|do|follow)|base64)/iu,
  // Marks that a prompt is made of.
  /<\|[a-z_]+\|>|<\/?(?:system|instructions?|passages?|user|assistant)>|\[(?:system|inst|系统)[^\]]{0,12}\]|^\s*system\s*:|"(?:role|answerable|statements)"\s*:|\bend of (?:user )?(?:data|input)\b/iu,
];

/** Whether a sentence tells whoever answers what to say, or how: no statement may, and nothing rests on a sentence of the source that does. */
export function givesOrders(sentence: string): boolean {
  const text = normaliseText(sentence);
  return orders.some((pattern) => pattern.test(text));
}
