import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

export interface LimitRules {
  readonly windowSeconds: number;
  /** Questions. */
  readonly perPerson: number;
  /** Questions and whatever else is answered by a message in the chat. */
  readonly perChat: number;
  /** Updates that are accepted and not yet dealt with. Left out: the defaults. */
  readonly owed?: OwedRules;
}

export interface OwedRules {
  readonly perPerson: number;
  readonly perChat: number;
}

/**
 * What is counted: a question, what else is answered by a message or by changing one (commands, opened passages), what the person alone notices
 * (votes, forms, suggestions while typing), and what is typed behind the bot's name in other chats.
 */
export type LimitedKind = 'question' | 'message' | 'aside' | 'inline';

export interface Request {
  readonly kind: LimitedKind;
  /** `person` and `chat` are keys that are unique over all platforms. */
  readonly person: string;
  readonly chat: string;
  /** How many messages a minute the platform lets be sent to the chat, where that is for several people. */
  readonly messagesPerMinute?: number | undefined;
}

/** `told`: over the limit, and told so in this window already. `by`: whose limit it is. */
export type Verdict =
  { readonly kind: 'go' } | { readonly kind: 'tell' | 'told'; readonly by: 'person' | 'chat'; readonly retrySeconds: number };

/** How much a person, and a chat, may ask of the bot in a window of time. */
export interface Limits {
  /** Counts one request. */
  take(request: Request): Promise<Verdict>;
  /** Whether this may be told now, to the person or in the chat: true once in a window. */
  notifyOnce(personOrChat: string, what: string): Promise<boolean>;
  readonly owed: OwedRules;
}

/** What a Telegram group takes in two minutes; far less than what keeps others waiting. */
const defaultOwed: OwedRules = { perPerson: 20, perChat: 40 };

/** A person reads an answer before asking again; a busy group has several such people. */
export const defaultLimitRules: LimitRules = { windowSeconds: 60, perPerson: 20, perChat: 60 };

/** Of what a platform lets be sent, this share may be asked for: the rest is for answers of several messages, drafts, and words about limits. */
const shareOfPace = 0.75;
/** So that one person cannot use up what a chat has. */
const personsShareOfChat = 0.5;
/** Pressing and typing are quicker than asking. */
const timesQuestions = { question: 1, message: 2, aside: 4, inline: 1 } as const satisfies Record<LimitedKind, number>;

/** For the terminal, where the only person there may ask as fast as lines can be read. */
export const noLimits: Limits = {
  take: () => Promise.resolve({ kind: 'go' }),
  notifyOnce: () => Promise.resolve(true),
  owed: { perPerson: Number.POSITIVE_INFINITY, perChat: Number.POSITIVE_INFINITY },
};

/** Counted in memory: a restart forgives. */
export function createLimits(rules: LimitRules = defaultLimitRules): Limits {
  const { windowSeconds: duration, perPerson, perChat, owed = defaultOwed } = rules;
  const limiters = new Map<string, RateLimiterMemory>();
  const limiterOf = (what: string, points: number): RateLimiterMemory => {
    const keyPrefix = `${what} ${points}`;
    const limiter = limiters.get(keyPrefix) ?? new RateLimiterMemory({ keyPrefix, points, duration });
    limiters.set(keyPrefix, limiter);
    return limiter;
  };

  const notifyOnce = async (whom: string, what: string, seconds: number): Promise<boolean> =>
    (await refused(limiterOf('told', 1), `${what}\n${whom}`, seconds)) === undefined;

  /** The limits that the request counts against, the person's first: what is refused to one person must not use up the whole chat's share. */
  const limitsOn = ({ kind, person, chat, messagesPerMinute }: Request) => {
    const ofPerson = { by: 'person', limiter: limiterOf(`person ${kind}`, perPerson * timesQuestions[kind]), key: person } as const;
    switch (kind) {
      case 'inline':
        return [ofPerson];
      case 'aside':
        return [ofPerson, { by: 'chat', limiter: limiterOf('chat aside', perChat * timesQuestions.aside), key: chat } as const];
      case 'question':
      case 'message': {
        const pace = messagesPerMinute === undefined ? perChat : ((messagesPerMinute * duration) / 60) * shareOfPace;
        const most = Math.max(1, Math.floor(Math.min(perChat, pace)));
        const ofChat = { by: 'chat', limiter: limiterOf('chat', most), key: chat } as const;
        if (messagesPerMinute === undefined) return [ofPerson, ofChat];
        const personsMost = Math.max(1, Math.floor(most * personsShareOfChat));
        return [ofPerson, { by: 'person', limiter: limiterOf('person in chat', personsMost), key: `${chat}\n${person}` } as const, ofChat];
      }
    }
  };

  /** In a crowd, the word to each is a message in the chat, too. */
  const hasRoomToTell = async (request: Request): Promise<boolean> => {
    const ofChat = request.messagesPerMinute === undefined ? undefined : limitsOn(request).find(({ by }) => by === 'chat');
    return ofChat === undefined || (await refused(ofChat.limiter, ofChat.key)) === undefined;
  };

  return {
    owed,
    take: async (request) => {
      for (const { by, limiter, key } of limitsOn(request)) {
        const waitMs = await refused(limiter, key);
        if (waitMs === undefined) continue;
        const retrySeconds = Math.max(1, Math.ceil(waitMs / 1000));
        const isFirst = await notifyOnce(by === 'person' ? request.person : request.chat, `too many ${request.kind}`, retrySeconds);
        const isTold = isFirst && (by === 'chat' || (await hasRoomToTell(request)));
        return { kind: isTold ? 'tell' : 'told', by, retrySeconds };
      }
      return { kind: 'go' };
    },
    notifyOnce: (whom, what) => notifyOnce(whom, what, duration),
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
