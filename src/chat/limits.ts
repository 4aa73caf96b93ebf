import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface LimitRules {
  readonly windowSeconds: number;
  readonly perPerson: number;
  readonly perChat: number;
}

/** `told`: over the limit, and told so in this window already. */
export type Verdict = { readonly kind: 'go' } | { readonly kind: 'tell' | 'told'; readonly retrySeconds: number };

/** How many questions a person, and a chat, may ask in a window of time. */
export interface Limits {
  /** Counts one question. `person` and `chat` are keys that are unique over all platforms. */
  take(person: string, chat: string): Promise<Verdict>;
  /** Whether this may be told to the person now: true once in a window. */
  tellOnce(person: string, what: string): Promise<boolean>;
}

/** A person reads an answer before asking again; a busy group has several such people. */
export const defaultLimitRules: LimitRules = { windowSeconds: 60, perPerson: 20, perChat: 60 };

/** For the terminal, where the only person there may ask as fast as lines can be read. */
export const noLimits: Limits = { take: () => Promise.resolve({ kind: 'go' }), tellOnce: () => Promise.resolve(true) };

/** Counted in memory: a restart forgives. */
export function createLimits(rules: LimitRules = defaultLimitRules): Limits {
  const duration = rules.windowSeconds;
  const people = new RateLimiterMemory({ keyPrefix: 'person', points: rules.perPerson, duration });
  const chats = new RateLimiterMemory({ keyPrefix: 'chat', points: rules.perChat, duration });
  const told = new RateLimiterMemory({ keyPrefix: 'told', points: 1, duration });

  const tellOnce = async (person: string, what: string, seconds: number): Promise<boolean> =>
    (await refused(told, `${what}\n${person}`, seconds)) === undefined;

  return {
    take: async (person, chat) => {
      // The person first: what is refused to one flooding person must not use up the whole group's share.
      const waitMs = (await refused(people, person)) ?? (await refused(chats, chat));
      if (waitMs === undefined) return { kind: 'go' };
      const retrySeconds = Math.max(1, Math.ceil(waitMs / 1000));
      return { kind: (await tellOnce(person, 'too many', retrySeconds)) ? 'tell' : 'told', retrySeconds };
    },
    tellOnce: (person, what) => tellOnce(person, what, duration),
  };
}

/** Milliseconds until the limiter would allow the key again; `undefined` when it allowed it now. */
async function refused(limiter: RateLimiterMemory, key: string, windowSeconds?: number): Promise<number | undefined> {
  try {
    await limiter.consume(key, 1, windowSeconds === undefined ? {} : { customDuration: windowSeconds });
    return undefined;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
    throw refusal;
  }
}
