import type { Effort } from '../answering/index.js';
import type { Action } from './action.js';
import type { Platform } from './stores.js';
import type { CommandName } from './texts/index.js';

/** Who speaks, and where, in the platform's own ids. */
export interface Sender {
  readonly platform: Platform;
  readonly chat: string;
  /** Telegram topic or Discord thread, where there is one. */
  readonly topic?: string | undefined;
  /** The platform's id of the person; hashed at once, never kept. */
  readonly user: string;
  /** What the person's client is set to, as the platform says it: a BCP 47 tag such as `zh-TW`. */
  readonly clientLanguage?: string | undefined;
  /** How many messages a minute the platform lets be sent there, where that is for several people. */
  readonly messagesPerMinute?: number | undefined;
  /** Whether the person may use administrators' commands here. */
  readonly admin?: boolean | undefined;
}

/** What an answer may come of. */
interface Requested {
  /**
   * The platform's id of what asks, where `message` does not say it (a press, a form). The answer's id is made of it: when the same is asked
   * again after a crash, the answer has the same id, and what was shown of it before is found.
   */
  readonly request?: string | undefined;
}

/** What an adapter makes of an update. Plain data: it can be kept as JSON until it is dealt with. */
export type Incoming =
  | (Requested & {
      readonly kind: 'question';
      readonly sender: Sender;
      readonly text: string;
      /** Default: `short`. */
      readonly effort?: Effort | undefined;
      /**
       * The id of the message that asks, where the person wrote one: asked again with it (after a crash), the answer already given is
       * shown. Left out where the question comes from a button, a form or somebody else's message.
       */
      readonly message?: string | undefined;
      /** The message that this one replies to: when it shows an answer, the conversation continues from there. */
      readonly replyTo?: string | undefined;
      /** The message that a conversation without questions yet begins from (a thread that was opened below an answer). */
      readonly startsFrom?: string | undefined;
    })
  | {
      readonly kind: 'edited-question';
      readonly sender: Sender;
      readonly text: string;
      readonly effort?: Effort | undefined;
      readonly message: string;
    }
  | (Requested & {
      readonly kind: 'command';
      readonly sender: Sender;
      readonly name: CommandName;
      /** What stands behind the command; '' where nothing does. */
      readonly argument: string;
      readonly message?: string | undefined;
      readonly replyTo?: string | undefined;
    })
  | (Requested & { readonly kind: 'action'; readonly sender: Sender; readonly action: Action })
  /** A message without words. */
  | { readonly kind: 'sticker' | 'attachment'; readonly sender: Sender };
