const partsOfYear =
  'spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december';

/** Times that are told from when the article was written. Day-words are left out: 今天 and "today" mostly mean nowadays. */
const relativeTimes: readonly (readonly [string, RegExp])[] = [
  ['the year before last', /前年/u],
  ['last year', of('去年', 'last year|last (?:%s)')],
  ['this year', of('今年|本年度?', 'this year|this (?:%s)')],
  ['next year', of('明年|来年', 'next year|next (?:%s)')],
  ['last month', of('上个?月', 'last month')],
  ['this month', of('本月|这个月', 'this month')],
  ['next month', of('下个?月', 'next month')],
  ['last week', of('上周|上个?星期', 'last week')],
  ['this week', of('本周|这周|这个?星期', 'this week')],
  ['next week', of('下周|下个?星期', 'next week')],
  ['yesterday', of('昨天|昨日', 'yesterday')],
  ['tomorrow', of('明天|明日', 'tomorrow')],
];

function of(chinese: string, english: string): RegExp {
  return new RegExp(`${chinese}|(?<!\\p{L})(?:${english.replace('%s', partsOfYear)})(?!\\p{L})`, 'iu');
}

/** A time of the statement (去年, this July) that neither its quotation nor the question tells; `undefined` where there is none. All normalised. */
export function unsupportedTime(statement: string, quotation: string, question: string): string | undefined {
  for (const [, pattern] of relativeTimes) {
    const [found] = pattern.exec(statement) ?? [];
    if (found !== undefined && !pattern.test(quotation) && !pattern.test(question)) return found;
  }
  return undefined;
}
