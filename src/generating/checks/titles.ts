/** Offices, professions and degrees, in Chinese and English: who has one need not have another. */
const titles: readonly (readonly [string, string])[] = [
  ['教授', 'professor'],
  ['学生', 'students?'],
  ['院士', 'academician'],
  ['首席执行官|ceo', 'ceo|chief executive'],
  ['首席技术官|cto', 'cto|chief technology officer'],
  ['首席财务官|cfo', 'cfo|chief financial officer'],
  ['首席科学家', 'chief scientist'],
  ['创始人|创办人', '(?:co-?)?founders?'],
  ['董事长|主席', 'chair(?:man|woman|person)?'],
  ['总裁|总统', 'president'],
  ['记者', 'journalist|reporter'],
  ['律师', 'lawyer|attorney'],
  ['法官', 'judge'],
  ['医生', 'physician|surgeon'],
  ['工程师', 'engineers?'],
  ['本科|学士', "undergraduate|bachelor(?:['’]s)?"],
  ['硕士', "master['’]s"],
  ['博士', 'ph\\.?d|doctorate|doctoral'],
];

const patterns = titles.map(([chinese, english]) => new RegExp(`${chinese}|(?<!\\p{L})(?:${english})(?!\\p{L})`, 'iu'));

/** A title that the statement gives somebody and its quotation does not, though that gives others; `undefined` where there is none. All normalised. */
export function unsupportedTitle(statement: string, quotation: string, question: string): string | undefined {
  if (!patterns.some((pattern) => pattern.test(quotation))) return undefined;
  for (const pattern of patterns) {
    const [found] = pattern.exec(statement) ?? [];
    if (found !== undefined && !pattern.test(quotation) && !pattern.test(question)) return found;
  }
  return undefined;
}
