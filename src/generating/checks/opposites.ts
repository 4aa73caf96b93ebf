/** Two sides of one matter, and the words for either in Chinese (simplified) and English. A text on one side contradicts a text on the other. */
export interface Opposites {
  readonly matter: string;
  readonly plus: RegExp;
  readonly minus: RegExp;
}

/** `zh` anywhere, `en` as whole words; both as alternatives of a regular expression. */
function words(zh: string, en: string): RegExp {
  return new RegExp(`${zh}|(?<![\\p{L}\\p{N}])(?:${en})(?![\\p{L}\\p{N}])`, 'giu');
}

/**
 * Matters on which misstatements turn round what a source says. Each side lists the words that are about nothing else: 大 alone is in too many
 * words (大学, 大模型) to be a side of size.
 */
export const opposites: readonly Opposites[] = [
  {
    matter: 'more or less',
    plus: words(
      '(?<=比[^,。;]{1,14})[高多大强]|更多|越多|最多|增加|增多|增长|上升|上涨|涨(?=了|\\d)|提高|提升|升高|越高|更高|变高|加大|扩大|变大|越大|增大|增强|加强|更强|越强|变强',
      'more|most|up(?= (?:by |to )?[\\d£$€¥])|increas(?:e[sd]?|ing(?:ly)?)|r(?:ise[sn]?|ose|ising)|gr(?:ow(?:s|n|ing|th)?|ew)|rais(?:e[sd]?|ing)|higher|highest|improv(?:e[sd]?|ing|ements?)|boost(?:s|ed|ing)?|expand(?:s|ed|ing)?|strengthen(?:s|ed|ing)?|stronger|larger|greater|bigger',
    ),
    minus: words(
      '(?<=比[^,。;]{1,14})[低少小弱]|更少|越少|最少|减少|下降|下跌|跌(?=了|\\d)|下滑|降低|降至|减弱|减小|削弱|更低|越低|变低|缩小|缩减|变小|更小|越小|更弱|越弱|变弱|也弱',
      'less|least|down(?= (?:by |to )?[\\d£$€¥])|fewer|fewest|decreas(?:e[sd]?|ing)|f(?:all(?:s|en|ing)?|ell)|drop(?:s|ped|ping)?|declin(?:e[sd]?|ing)|reduc(?:e[sd]?|ing|tions?)|lower(?:s|ed|ing)?|lowest|weaken(?:s|ed|ing)?|weaker|shr(?:ink(?:s|ing)?|ank|unk)|smaller|diminish(?:es|ed|ing)?',
    ),
  },
  {
    matter: 'price',
    plus: words(
      '贵|昂贵|涨价|(?<=(?:成本|价格|定价|费用|售价)[^,。;]{0,14})高',
      'expensive|costl(?:y|ier)|dear(?:er)?|pric(?:ey|ier)|costs? (?:[\\w.,%-]+ ){0,6}?(?:more|as much)',
    ),
    minus: words(
      '便宜|廉价|降价|(?<=(?:成本|价格|定价|费用|售价)[^,。;]{0,14})低',
      'cheap(?:er|est|ly)?|inexpensive|affordable|costs? (?:[\\w.,%-]+ ){0,6}?less',
    ),
  },
  {
    matter: 'speed',
    plus: words(
      '(?<=比[^,。;]{1,14})快|更快|越快|快得多|最快|较快|加快|加速|快于|变快|迅速',
      'fast(?:er|est)?|quick(?:er|ly|est)?|speed(?:s|ed)? up|rapid(?:ly)?|sooner',
    ),
    minus: words('(?<![傲怠侮])慢(?!性)|减速', 'slow(?:er|est|ly|s|ed)?'),
  },
  {
    matter: 'strength',
    plus: words('更强|越强|变强|增强|最强|强于', 'strong(?:er|est)?|strengthen(?:s|ed|ing)?|more (?:powerful|capable)'),
    minus: words('更弱|越弱|变弱|减弱|最弱|弱于|也弱|较弱', 'weak(?:er|est)?|weaken(?:s|ed|ing)?|less (?:powerful|capable)'),
  },
  {
    matter: 'size',
    plus: words('更大|越大|变大|扩大|最大|增大|大于', 'larger|largest|bigger|biggest|greater|expand(?:s|ed|ing)?'),
    minus: words('更小|越小|变小|缩小|最小|减小|小于', 'smaller|smallest|shr(?:ink(?:s|ing)?|ank|unk)'),
  },
  {
    matter: 'length',
    plus: words(
      '(?<=比[^,。;]{1,14})[长久]|更长|越长|变长|延长|最长|更久|越久|长于',
      'longer|longest|lengthen(?:s|ed|ing)?|prolong(?:s|ed|ing)?',
    ),
    minus: words('(?<=比[^,。;]{1,14})短|更短|越短|变短|缩短|最短|短于', 'shorter|shortest|shorten(?:s|ed|ing)?'),
  },
  {
    matter: 'quality',
    plus: words('(?<=比[^,。;]{1,14})好|更好|越好|变好|最好|更佳|改善|优于|好于|改进', 'better|best|improv(?:e[sd]?|ing|ements?)|superior'),
    minus: words(
      '(?<=比[^,。;]{1,14})[差糟]|更差|越差|变差|最差|更糟|越糟|更坏|恶化|劣于|反而差|不佳|还差',
      'worse|worst|worsen(?:s|ed|ing)?|inferior|deteriorat(?:e[sd]?|ing)|poorer',
    ),
  },
  {
    matter: 'winning',
    plus: words(
      '超过|超越|超出|胜过|[远完险]胜|战胜|[打击]败|优于|强于|领先|赢',
      'beat(?:s|en|ing)?|outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|defeat(?:s|ed|ing)?|outdo(?:es|ne)?|better than|won|wins?',
    ),
    minus: words('不如|逊于|不及|落后|输给|弱于|败给', 'lost|loses?|worse than|inferior to|falls? short'),
  },
  // Only where a clause ends so, or English leads in an event: 此前 and 后来 tell when, and 离开前 may be told as "after".
  {
    matter: 'before or after',
    plus: words('(?<=\\p{Script=Han}{3})之?前(?=[,才就]|的)', 'before(?= (?:it|they|he|she|we|the|making|deciding|any))'),
    minus: words('(?<=\\p{Script=Han}{3})之?后(?=[,才就]|的)', 'after(?= (?:it|they|he|she|we|the|making|deciding|any))'),
  },
  {
    matter: 'sameness',
    plus: words('相同|一样的|完全一样|一致', 'same|identical|alike'),
    minus: words('不同|不一样|差异|区别', 'differ(?:s|ed|ent|ently|ence)?|unlike'),
  },
  {
    matter: 'now or then',
    plus: words('现任|目前|如今|现在', 'current(?:ly)?|now|at present|nowadays|incumbent'),
    minus: words(
      '前(?=首席|总裁|主席|董事|总统|总理|部长|主管|负责人|员工|高管|科学家|研究员|ceo|cto)|前任|当时|曾(?=任|在|是|为)',
      'former(?:ly)?|ex-(?=\\p{L})|previous(?:ly)?|at the time|used to',
    ),
  },
  {
    matter: 'going on',
    plus: words('延续|继续|保持|维持', 'continu(?:e[sd]?|ing)|keep(?:s|ing)? (?:up|to)|maintain(?:s|ed|ing)?|carr(?:y|ies|ied) on'),
    minus: words(
      '改(?![善进良编名口建造装成为革天正])|扭转|逆转|终结',
      'revers(?:e[sd]?|ing)|break(?:s|ing)? with|broke with|end(?:s|ed)? (?:the|its|a)',
    ),
  },
  {
    matter: 'support',
    plus: words('支持|赞成|赞同', 'support(?:s|ed|ing|ive)?|favou?r(?:s|ed|ing)?|back(?:s|ed|ing)|endors(?:e[sd]?|ing)'),
    minus: words('反对|抵制|抗议', 'oppos(?:e[sd]?|ing|ition)|against|object(?:s|ed|ing)? to|resist(?:s|ed|ing)?'),
  },
  {
    matter: 'validity',
    plus: words('有效|成立|奏效|管用', 'valid|holds?|effective|works'),
    minus: words('失效|无效|不成立|过时', 'invalid|ineffective|obsolete|fail(?:s|ed)?'),
  },
  {
    matter: 'joining',
    plus: words('加入|入职|加盟', 'join(?:s|ed|ing)?'),
    minus: words('离开|离职|辞职|退出', 'left|leav(?:e|es|ing)|resign(?:s|ed|ing)?|quits?|depart(?:s|ed)'),
  },
  {
    matter: 'approval',
    plus: words(
      '批准|同意|通过了?(?=议案|决议|合并|提案)|接受了?(?=报价|提议|合并)',
      'approv(?:e[sd]?|ing|al)|agree[sd]?(?: to)?|accept(?:s|ed)?(?= the (?:offer|merger|proposal))',
    ),
    minus: words('否决|驳回|拒绝', 'reject(?:s|ed|ing)?|turn(?:s|ed)? down|veto(?:es|ed)?|refus(?:e[sd]?|al)|declined? (?:to|the)'),
  },
  { matter: 'success', plus: words('成功', 'succe(?:ss(?:es|ful|fully)?|ed(?:s|ed)?)'), minus: words('失败', 'fail(?:s|ed|ures?)?') },
  {
    matter: 'confirmation',
    plus: words('证实|承认|确认|肯定', 'confirm(?:s|ed)?|admit(?:s|ted)?'),
    minus: words('否认|驳斥|否定', 'den(?:y|ies|ied)|refut(?:es?|ed)'),
  },
];

/** 不 and 没 in words that deny nothing, or deny a denial; taken out before negations are looked for. */
export const noNegation =
  /只不过|不(?:仅仅?|但|只(?!能|是)|光|单|断|过(?=,|$)|同|少(?=[\p{Script=Han}])|久|错|论|管|得不|可避免|足为奇|只一)|(?:缺了?(?:一|哪|谁|任何)|少了)\p{Script=Han}{0,6}不可?|不[可能](?:或缺|少|缺)|离不开|无论|不得不|不能不|没有?少|非常|除非|是否|能否|是不是|有没有|会不会|能不能|无疑|无数|无限|尤其|不(?:一样|如|及|佳|成立|许|准)/gu;
export const negationsZh =
  /没有|没能|没(?=[人法用再做]|\p{Script=Han})|未(?!来)|并非|绝非|无法|无人|无需|毫无|不|难以|缺乏|从未|未必|无(?=关|意|力|需|权|须)|非(?=必要|纯)|而非/gu;
export const noNegationEn =
  /\bnot (?:only|just|merely|simply)\b|\bno (?:doubt|wonder|matter)\b|\bno fewer than\b|\bnot least\b|\bwithout (?:a )?doubt\b|\bneither (?:\w+ ){0,2}can be (?:left out|missing|omitted)\b|\bcannot do without\b|\bnot without\b/giu;
export const negationsEn =
  /\b(?:not|no|never|none|nobody|nothing|nor|neither|without|cannot|unable|lacks?|lacked|lacking|impossible|hardly|instead of|rather than)\b|n['’]t\b/giu;
/** Whatever may say in other words what a negation says: what is refused, left out, only so much, or over. */
export const denyingWords =
  /[不没未无非别莫勿否拒驳免禁仅只停]|例外|排除|除[了外]|取消|放弃|反对|[之在]外|终止|难以|少于|低于|以内|\b(?:not|no|never|none|nobody|nothing|nor|neither|without|cannot|only|few|fewer|less|little|hardly|barely|unable|except|instead|rather|off|until|yet|nil|zero|free|against|just|alone|at most|up to|closed)\b|n['’]t\b|\b(?:refus|reject|fail|den[iy]|lack|stop|declin|forb|ban|block|prevent|avoid|miss|drop|cancel|oppos|los[et]|impossib|exclud)\w*/iu;
