import type { Chat, ChatAdapter, Limits, Log, MessageAddress, PersonKeys, Platform, Stores } from '../../src/chat/index.js';

/** A question as somebody sent it. `id` is unique over all rooms, and is the platform's own; `turn` counts the room's questions. */
export interface Asked {
  readonly id: string;
  readonly platform: Platform;
  readonly room: string;
  readonly turn: number;
  readonly atMs: number;
}

/** An answer as it stands in the chat. A message that is sent again or changed, and is the same message afterwards, is delivered once. */
export interface Delivered {
  /** The question's id. */
  readonly question: string;
  readonly shownIn: MessageAddress;
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

/** What a flood may be made of, beside questions. Where there is no inline mode, suggestions while typing stand for its queries. */
export const floodKinds = ['commands', 'presses', 'inline queries', 'edits'] as const;
export type FloodKind = (typeof floodKinds)[number];

/** A group in which ten people do more than any group may. */
export interface FloodingGroup {
  /** Asks there, so that there are buttons to press and a question to edit. @throws when no answer comes in a minute */
  prepare(question: string): Promise<void>;
  /** One act. */
  pour(kind: FloodKind): void;
  /** Messages of the bot in the group. */
  readonly messageCount: number;
}

export const floodingPeople = 10;

/** One platform's fake, driven in the same way as every other's: a new platform is one more file like `telegram-platform.ts`. */
export interface PlatformServer {
  readonly name: string;
  readonly platforms: readonly Platform[];
  /** The variables with which the real program finds this server. */
  readonly environment: Readonly<Record<string, string>>;
  createAdapters(parts: BotParts): readonly ChatAdapter[];
  /** Resolves once the bot, which has just been started, takes in what is asked. @throws when it does not in a minute */
  listens(): Promise<void>;
  openRoom(): Room;
  openFloodingGroup(): FloodingGroup;
  /** Whether the platform keeps the question until the bot takes it, or has shown to who asked that the bot took it. */
  isPromised(asked: Asked): boolean;
  /** After how long the bot acknowledged what was asked; `undefined` where the platform wants no acknowledgement, Infinity where none came. */
  acknowledgedAfterMs(asked: Asked): number | undefined;
  /** Whether the platform can tell that a message was sent before, so that no answer needs to come twice. */
  recognisesRepeats(platform: Platform): boolean;
  /** From now on this share of the bot's calls fails, in turn in each way that the platform knows. */
  strike(share: number): void;
  calm(): void;
  /** What has been delivered since this was last called. */
  delivered(): readonly Delivered[];
  /** Opens the first citation of the answer; resolves with what is shown then. */
  openCitation(answer: Delivered): Promise<string>;
  /** Calls that the bot has made. */
  readonly callCount: number;
  /** Those of them that were made to fail. */
  readonly struckCount: number;
  /** Calls that did not wait as long as they had been told to. */
  readonly impatientCount: number;
  close(): Promise<void>;
}

export const listensWithinMs = 60_000;

/** A way for calls to fail, with the share of the faults that it has. */
export interface Way<Fault> {
  readonly fault: Fault;
  readonly part: number;
}

/** Plans are asked one after the other, and each sees only what those before it let through: the probabilities with which all strike as they should. */
export function plansFor<Fault>(ways: readonly Way<Fault>[], share: number) {
  let left = 1;
  return ways.map(({ fault, part }, index) => {
    const probability = (share * part) / left;
    left *= 1 - probability;
    return { fault, probability, seed: index + 1 };
  });
}
