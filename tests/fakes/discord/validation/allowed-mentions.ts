import type { Form } from './form.js';

const KINDS = ['roles', 'users', 'everyone'] as const;
const MOST_IDS = 100;

/** Who may be pinged (documentation: Message, Allowed Mentions Object). Left out, everything that is mentioned pings. */
export interface AllowedMentions {
  readonly parse: readonly string[];
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly replied_user: boolean;
}

export function readAllowedMentions(form: Form): AllowedMentions | undefined {
  return form.object('allowed_mentions', (allowed) => {
    const parse =
      allowed.list('parse', (item, at) => {
        const kind = KINDS.find((one) => one === item);
        if (kind === undefined)
          at.problem(undefined, 'BASE_TYPE_CHOICES', `Value must be one of (${KINDS.map((one) => `'${one}'`).join(', ')}).`);
        return kind ?? '';
      }) ?? [];
    const ids = (name: 'users' | 'roles'): string[] => {
      const listed = allowed.list(name, String, { max: MOST_IDS }) ?? [];
      if (listed.length > 0 && parse.includes(name))
        allowed.problem(
          undefined,
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${name}"] and ${name}: [ids...] are mutually exclusive.`,
        );
      return listed;
    };
    return { parse, users: ids('users'), roles: ids('roles'), replied_user: allowed.boolean('replied_user') ?? false };
  });
}
