/** Words that leave no exception, by what they claim; a statement may use one where its quotation uses one of the same line, in either language. */
const absolutes: readonly { readonly claims: RegExp; readonly granted: RegExp }[] = [
  line(
    /所有|全部|一切|任何|全体|全都|个个|都会|每个|(?<!\p{L})(?:all|every(?:one|body|thing)?|each|any|entire)(?!\p{L})/iu,
    /均|都|(?<!完)全|每/u,
  ),
  line(/总是|永远|始终|一贯|从来|从不|从未|绝不|绝对|(?<!\p{L})(?:always|never|forever|constantly)(?!\p{L})/iu, /一直|不再|持续/u),
  line(
    /完全|彻底|百分之百|一劳永逸|毫无|(?<!\p{L})(?:completely|entirely|totally|exactly|fully|absolutely|wholly|perfectly|once and for all)(?!\p{L})/iu,
    /根本|纯粹|全/u,
  ),
  line(
    /唯一|只有|仅有|(?<!\p{L})(?:only (?:reason|way|one|cause|person|model|company)|sole(?:ly)?|exclusively)(?!\p{L})/iu,
    /只|仅|(?<!\p{L})(?:only|just)(?!\p{L})/iu,
  ),
  line(
    /必然|必定|一定(?!程度|的)|肯定|注定|保证|确保|无疑|(?<!\p{L})(?:certainly|guarantee[sd]?|ensure[sd]?|inevitabl[ey]|undoubtedly|definitely|impossible|without exception)(?!\p{L})/iu,
    /必|不可能/u,
  ),
  line(
    /多数|大多|大部分|过半|(?<!\p{L})(?:most(?: of)? (?:the|its|his|her|their|people|\p{L}+s|\p{L}+ \p{L}+s)|majority)(?!\p{L})/iu,
    /基本|很大程度|几乎/u,
  ),
  line(/(?<!\p{L})(?:mostly|mainly|largely|chiefly)(?!\p{L})/iu, /基本|主要|很大程度|多数|大多|大部分|(?<!\p{L})most(?!\p{L})/iu),
  line(
    /独自|单独|一人之力|(?<!\p{L})(?:alone|single-handed(?:ly)?|by (?:him|her)self)(?!\p{L})/iu,
    /独|只|仅|纯粹|光|(?<!\p{L})only(?!\p{L})/iu,
  ),
  line(
    /证实|证明|(?<!\p{L})(?:confirm(?:s|ed)?|prove[sdn]?)(?!\p{L})/iu,
    /确认|承认|验证|表明|显示|(?<!\p{L})(?:show(?:s|ed|n)?|verif(?:y|ies|ied)|demonstrat(?:e[sd]?))(?!\p{L})/iu,
  ),
  line(
    /史上|世界上|全球(?:首|最|第一)|有史以来|(?<!\p{L})(?:in history|in the world|of all time|ever made)(?!\p{L})/iu,
    /历史|全世界|worldwide/iu,
  ),
];

function line(claims: RegExp, granted: RegExp): { claims: RegExp; granted: RegExp } {
  return { claims, granted };
}

/** 不仅仅, not only: the opposite of only. */
const notOnly = /不(?:仅仅?|只(?:是|有)?|光|单单?)|(?<!\p{L})not (?:only|just|merely)(?!\p{L})/giu;

/** A word of the statement that leaves no exception where the quotation does; `undefined` where there is none. Both normalised. */
export function exaggerationIn(statement: string, quotation: string): string | undefined {
  const said = statement.replace(notOnly, ' ');
  const there = quotation.replace(notOnly, ' ');
  for (const { claims, granted } of absolutes) {
    const [found] = claims.exec(said) ?? [];
    if (found !== undefined && !claims.test(there) && !granted.test(there)) return found;
  }
  return undefined;
}
