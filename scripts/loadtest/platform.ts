import type { Chat, ChatAdapter, Limits, Log, PersonKeys, Stores } from '../../src/chat/index.js';

/** A question as somebody sent it. `id` is unique over all rooms of a server; `turn` counts the room's questions. */
export interface Asked {
  readonly id: string;
  readonly room: string;
  readonly turn: number;
  readonly atMs: number;
}

/** An answer as it stands in the chat. */
export interface Delivered {
  readonly question: string;
  readonly atMs: number;
  readonly text: string;
  /** Whether the bot could know that it had arrived: a connection that broke after the message was taken tells it nothing. */
  readonly wasTold: boolean;
}

/** A group chat with the bot in it. */
export interface Room {
  readonly id: string;
  /** A question to the bot by somebody new, so that nothing asked before is its context. */
  ask(text: string): Asked;
}

/** What an adapter is made from: the part of the bot that is the same for all platforms. */
export interface BotParts {
  readonly chat: Chat;
  readonly stores: Stores;
  readonly limits: Limits;
  readonly personKeys: PersonKeys;
  readonly log: Log;
}

/** One platform's fake, driven in the same way as every other's: a new platform is one more file like `telegram-platform.ts`. */
export interface PlatformServer {
  readonly name: string;
  /** The variables with which the real program finds this server. */
  readonly environment: Readonly<Record<string, string>>;
  createAdapter(parts: BotParts): ChatAdapter;
  openRoom(): Room;
  /** From now on this share of the bot's calls fails, in turn in each way that the platform knows. */
  strike(share: number): void;
  calm(): void;
  /** What has been delivered since this was last called. */
  delivered(): readonly Delivered[];
  /** Opens the first citation of the answer; resolves with what is shown then. */
  openCitation(answer: Delivered): Promise<string>;
  /** Calls that the bot has made. */
  readonly callCount: number;
  /** Calls that did not wait as long as they had been told to. */
  readonly impatientCount: number;
  close(): Promise<void>;
}
