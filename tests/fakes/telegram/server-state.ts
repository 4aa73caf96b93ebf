import type { BotCommand, User } from './bot-api-types.js';
import type { Clock } from '../clock.js';
import type { UpdateQueue } from './updates.js';
import type { World } from './world.js';

/** What @BotFather and the bot's own calls have settled about the bot. */
export interface BotProfile {
  user: User;
  /** With privacy mode on, a bot in a group is shown only what concerns it (Bot Features, "Privacy Mode"). */
  readonly privacyMode: boolean;
  /** What @BotFather's /setinline and /setinlinefeedback switch on. */
  readonly inlineMode: boolean;
  readonly inlineFeedback: boolean;
  /** By scope and language: `{"type":"default"}` + `zh`. */
  readonly commands: Map<string, readonly BotCommand[]>;
  /** By text kind and language: `description` + `zh`. */
  readonly texts: Map<string, string>;
}

export interface CallbackAnswer {
  readonly text: string;
  readonly show_alert: boolean;
  readonly url: string;
  readonly cache_time: number;
}

export interface InlineResult {
  readonly type: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

export interface InlineAnswer {
  readonly results: readonly InlineResult[];
  readonly cache_time: number;
  readonly is_personal: boolean;
  readonly next_offset: string;
  readonly button: unknown;
}

/** A query that waits for the bot; it can be answered once, and not for ever. */
export interface PendingQuery<Answer> {
  readonly id: string;
  readonly askedAtMs: number;
  answer: Answer | undefined;
}

/** What Telegram took away or changed without telling the bot; a test asserts that there is none. */
export interface SilentLoss {
  readonly method: string;
  readonly chatId: number | undefined;
  readonly what: string;
}

export interface WebhookState {
  readonly url: string;
  readonly secretToken: string;
  readonly maxConnections: number;
  lastErrorDate: number | undefined;
  lastErrorMessage: string | undefined;
}

/** Everything that one fake server knows; the methods read and change it. */
export interface ServerState {
  readonly clock: Clock;
  readonly world: World;
  readonly updates: UpdateQueue;
  readonly bot: BotProfile;
  readonly callbackQueries: Map<string, PendingQuery<CallbackAnswer>>;
  readonly inlineQueries: Map<
    string,
    PendingQuery<InlineAnswer> & { readonly query: string; readonly offset: string; readonly from: User }
  >;
  readonly queryLifetimeMs: number;
  readonly silentLosses: SilentLoss[];
  /** "typing" and its like, as the readers of a chat saw them. */
  readonly chatActions: { readonly chatId: number; readonly threadId: number | undefined; readonly action: string }[];
  /** What the bot put on messages, by `chat/message`. */
  readonly reactions: Map<string, readonly unknown[]>;
  webhook: WebhookState | undefined;
  /** Like a local Bot API server, a fake on loopback takes webhooks over plain HTTP; off, it insists on HTTPS as the cloud does. */
  readonly allowHttpWebhooks: boolean;
}
