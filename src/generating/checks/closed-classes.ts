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

/** Other words that say how something is said, and not what: denied, planned, demanded, granted, compared, told by others, about so much. */
const others: readonly RegExp[] = [
  words(
    '(?<!差)不(?!仅|但|同|久|过|少|断|管|论|只|光|停|妨|如果)|没|未(?!来)|无(?!论|线|人机)|并非|否|莫|勿',
    "not|no|never|none|nobody|nothing|neither|nor|without|cannot|nowhere|\\w+n['’]t",
  ),
  words(
    '计划|打算|目标|准备|预计|希望|拟|想|考虑|争取|力争|规划|预定|正在|研究|讨论|商量|提议|申请|建议|有意|试',
    'plan\\w*|aim\\w*|intend\\w*|expect\\w*|hop(?:e|es|ed|ing)|target\\w*|consider\\w*|want\\w*|propos\\w*|discuss\\w*|talks?|goal|tr(?:y|ies|ying)|ask\\w*|suggest\\w*|recommend\\w*|appl(?:y|ied|ying)\\w*',
  ),
  words('将|会(?!议|员|长|社|计|场)|明年|下周|下月|今后|未来|届时', "will|shall|going to|would|next|\\w+['’]ll|soon|upcoming"),
  words('尚未|还没|未定|尚待|暂|仍在|还在', 'not yet|yet to|pending|still|undecided|so far|until'),
  words(
    '必须|须|应(?!用|对|届|急)|需|得(?=先|在|有)|要求|强制',
    'must|should|ha(?:ve|s|d) to|need\\w*|requir\\w*|oblig\\w*|mandatory|compuls\\w*',
  ),
  words('虽然|但|却|尽管|然而|不过|仍|反而', 'although|though|but|however|despite|even|yet|whereas|while|instead'),
  words(
    '先(?!生|进)|早|之前|以前|此前|前(?!景|端|台|途|往|后|置)|起初|最初|提前|首',
    'before|earlier|previous\\w*|first|prior|until|initial\\w*|ahead|former\\w*|originally|already',
  ),
  words('比(?!如|例|赛|分)|较|更|于', 'than|compared|versus|as \\w+ as'),
  words('最|第一|首位|冠', 'most|\\w{3,}est|best|worst|least|top|largest|first'),
  words(
    '说|称(?!重)|表示|认为|指出|透露|觉得|坦言|承认|据|看来',
    'sa(?:y|ys|id|ying)|claim\\w*|th(?:ink|inks|ought)|believ\\w*|argu\\w*|accord\\w*|told|tells?|admit\\w*|warn\\w*|call\\w*|insist\\w*|acknowledg\\w*|conced\\w*',
  ),
  words('约|左右|大约|近(?!年|期|日|来)|上下|余', 'about|around|roughly|nearly|approximately|some|almost|or so'),
  words('不到|以下|以内|不足|最多|至多|内(?=[不须要])', 'under|less than|at most|up to|within|below|fewer than|no more than'),
];

function words(chinese: string, english: string): RegExp {
  return new RegExp(`${chinese}|(?<![\\p{L}\\d])(?:${english})(?![\\p{L}\\d])`, 'iu');
}

/** Of how many classes a statement has words that its quotation has, too, and of how many it leaves them out. Both normalised. */
export function countClosedClasses(statement: string, quotation: string): { readonly kept: number; readonly leftOut: number } {
  const there = [
    ...absolutes.map(({ claims, granted }) => ({
      isSaid: claims.test(statement),
      isThere: claims.test(quotation) || granted.test(quotation),
    })),
    ...others.map((pattern) => ({ isSaid: pattern.test(statement), isThere: pattern.test(quotation) })),
  ].filter(({ isThere }) => isThere);
  const kept = there.filter(({ isSaid }) => isSaid).length;
  return { kept, leftOut: there.length - kept };
}
