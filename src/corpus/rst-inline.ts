import { flowText } from './text-shape.js';

/** What a reStructuredText document defines for use within its text. */
export interface RstNames {
  /** `|name|` and what stands for it. */
  readonly substitutions: ReadonlyMap<string, string>;
  /** Targets of references, lower case, and the title that each stands before, if one does. */
  readonly targets: ReadonlyMap<string, string | undefined>;
}

/** The longest markup, so that unclosed marks cost little. */
const reach = 600;

/** Inline markup, in the order in which it is recognised; `\` keeps what follows it as it is. */
const inline = new RegExp(
  [
    '\\\\(?<escaped>[\\s\\S])',
    `\`\`(?<literal>[^\\n]{1,${reach}}?)\`\``,
    `(?<role>:[\\w.+:-]+:)\`(?<roleText>[^\`]{1,${reach}})\`(?:(?<suffix>:[\\w.+:-]+:)(?!\`))?`,
    `(?<opening>_?)\`(?<quoted>[^\`\\s][^\`]{0,${reach}})\`(?<ending>(?::[\\w.+-]+:)?_{0,2})`,
    `\\*\\*(?<strong>[^\\s*](?:[^*\\n]{0,${reach}}[^\\s*])?)\\*\\*`,
    `(?<![\\p{L}\\p{N}*])\\*(?<emphasis>[^\\s*](?:[^*\\n]{0,${reach}}[^\\s*])?)\\*(?![\\p{L}\\p{N}*])`,
    '\\|(?<substitution>[^\\s|](?:[^|\\n]{0,80}[^\\s|])?)\\|_{0,2}',
    '(?<=\\s|^)\\[(?:[\\d#*]|#?[\\p{L}][\\p{L}\\p{N}.-]{0,60})\\]_(?!\\w)',
    '(?<![\\p{L}\\p{N}_.-])(?<reference>[\\p{L}\\p{N}](?:[\\p{L}\\p{N}.+-]{0,60}[\\p{L}\\p{N}])?)__?(?![\\p{L}\\p{N}_])',
  ].join('|'),
  'gu',
);

/** The text of a paragraph as rendered: only the words of roles, references and emphasis. */
export function rstText(raw: string, names: RstNames): string {
  const text = raw.replace(inline, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>;
    const { escaped, literal, role, roleText, quoted, opening, ending, strong, emphasis, substitution, reference } = groups;
    if (escaped !== undefined) return /\s/u.test(escaped) ? '' : escaped;
    if (literal !== undefined) return literal;
    if (roleText !== undefined) return shownOf(roleText, role ?? '', names);
    if (quoted !== undefined) return opening === '_' || ending !== undefined ? shownOf(quoted, ending ?? '', names) : whole;
    if (strong !== undefined || emphasis !== undefined) return strong ?? emphasis ?? '';
    if (substitution !== undefined) return names.substitutions.get(substitution.toLowerCase()) ?? whole;
    if (reference !== undefined) return names.targets.has(reference.toLowerCase()) ? reference : whole;
    return '';
  });
  return flowText(text);
}

/** Of `words <target>` the words; of a bare target the title that it stands before. */
function shownOf(content: string, role: string, names: RstNames): string {
  const titled = /^([\s\S]*\S)\s*<[^<>]*>$/u.exec(content)?.[1];
  if (titled !== undefined) return titled.replace(/^[!~]/u, '');
  if (/^:(?:\w+:)?ref:$/u.test(role)) return names.targets.get(content.toLowerCase()) ?? content;
  return content.replace(/^[!~]/u, '').replace(/^<([^<>]*)>$/u, '$1');
}
