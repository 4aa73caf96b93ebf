/** Words that leave no exception, by what they claim; a statement may use one where its quotation uses one of the same line, in either language. */
const absolutes: readonly RegExp[] = [
  /所有|全部|一切|任何|全体|全都|个个|均|都是|都会|每|(?<![\p{L}])(?:all|every(?:one|body|thing)?|each|any|entire|whole)(?![\p{L}])/iu,
  /总是|永远|始终|一直|一贯|从来|从不|从未|绝不|绝对|(?<![\p{L}])(?:always|never|ever|forever|constantly)(?![\p{L}])/iu,
  /完全|彻底|百分之百|根本|纯粹|一劳永逸|毫无|(?<![\p{L}])(?:complete(?:ly)?|entire(?:ly)?|total(?:ly)?|exactly|fully|absolute(?:ly)?|wholly|perfect(?:ly)?|once and for all)(?![\p{L}])/iu,
  /唯一|只有|仅有|除了.{0,8}没有|(?<![\p{L}])(?:only (?:reason|way|one|cause|person|model|company)|sole(?:ly)?|exclusively)(?![\p{L}])/iu,
  /必然|必定|一定(?!程度|的)|肯定|注定|保证|确保|无疑|(?<![\p{L}])(?:certainly|guarantee[sd]?|ensure[sd]?|inevitabl[ey]|undoubtedly|definitely|impossible|without exception)(?![\p{L}])/iu,
  /多数|大多|大部分|过半|基本|主要|(?<![\p{L}])(?:most(?: of)?(?! (?:\w+ly |common|important|\w+ive\b))|majority|mostly|mainly|largely)(?![\p{L}])/iu,
  /史上|世界上|全球(?:首|最|第一)|有史以来|(?<![\p{L}])(?:in history|in the world|of all time|ever made)(?![\p{L}])/iu,
];

/** A word of the statement that leaves no exception where the quotation does; `undefined` where there is none. Both normalised. */
export function exaggerationIn(statement: string, quotation: string): string | undefined {
  for (const pattern of absolutes) {
    const [found] = pattern.exec(statement) ?? [];
    if (found !== undefined && !pattern.test(quotation)) return found;
  }
  return undefined;
}
