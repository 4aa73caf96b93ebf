import type { Language } from '../../language/index.js';
import type { Incoming } from '../conversation/incoming.js';
import type { Placement, Reply, ThreadRequest } from '../replies/reply.js';
import type { MessageAddress, Platform } from '../ports/stores.js';
import type { DraftOutcome } from './paced-drafts.js';

/** A message of the bot's, in the platform's own ids. */
export type SentMessage = Pick<MessageAddress, 'chat' | 'message'>;

/** What is written down of an event until it is dealt with: plain JSON. The address is the adapter's own; nobody else looks into it. */
export interface DeliveryRecord<Address> {
  readonly incoming: Incoming;
  /** Where the reply goes. */
  readonly address: Address;
}

/** Something that was said to the bot, or a button that was pressed. */
export interface PlatformEvent<Address> extends DeliveryRecord<Address> {
  /** The platform's own id of the update, interaction or message: what comes again with the same one is recognised. */
  readonly id: string;
  /** The first response, where the platform wants one at once. Called when the event is written down; rejects when it came too late. */
  readonly acknowledge?: () => Promise<void>;
  /** Says a sentence to the person alone, instead of acknowledging; left out: it is said in the chat (`notify`). */
  readonly decline?: (sentence: string) => Promise<void>;
}

/** How a part is sent. */
export interface SendOptions {
  /** From 0. */
  readonly index: number;
  /** Whether it is to refer to the message that asks. */
  readonly asReply: boolean;
  /** It was sent before, and that message is gone, or shows something else. */
  readonly isReplacement: boolean;
  /** Before a crash it may have been sent, and it is not known whether it arrived. */
  readonly mayHaveArrived: boolean;
}

export interface RenderOptions {
  /** Of an answer in the making only the first part is shown. */
  readonly isGrowing: boolean;
  /** Where one message of an answer in several is to change: which one. */
  readonly shownAt?: number;
}

/** In which of the ways that call for different actions a call failed. */
export type PlatformFailure =
  /** Nothing will be taken there for so long. */
  | { readonly kind: 'rate-limited'; readonly waitMs: number }
  /** The platform says no, and would say so again: the reply is dropped. */
  | { readonly kind: 'refused' }
  /** Whether it was done is not known; it may work another time. */
  | { readonly kind: 'unreachable' }
  /** The program stops, or the platform does not let the bot in any more. */
  | { readonly kind: 'stopped' };

/**
 * What an adapter does for the delivery of replies. Its calls wait out what the platform asks for, and try again what may succeed later; those
 * for drafts are made once, now or not at all.
 */
export interface PlatformPort<Address, Part> {
  readonly platform: Platform;
  /** Whether the platform brings an event again that was not acknowledged. */
  readonly isRedelivered: boolean;
  /** How long the platform waits until an event is written down. */
  readonly acceptWithinMs: number;
  isAdmin(user: string): boolean;

  /** An address as it was written down; `undefined` where another version wrote something else. */
  readAddress(written: unknown): Address | undefined;
  /** What versions before `DeliveryRecord` wrote down. */
  readOldRecord?(payload: unknown): DeliveryRecord<Address> | undefined;

  /** The reply as messages, each within the platform's limits; none where nothing is to be shown. */
  render(reply: Reply, address: Address, options: RenderOptions): readonly Part[];
  send(address: Address, part: Part, options: SendOptions): Promise<SentMessage>;
  /** Returns the message that shows the part now; `undefined` where there is no such message to change any more. */
  edit(message: SentMessage, part: Part, address: Address): Promise<SentMessage | undefined>;
  /** Tried once: nothing depends on it. */
  remove(message: SentMessage, address: Address): Promise<void>;
  /** `undefined` for what is no failure of a call to the platform. */
  failureOf(error: unknown): PlatformFailure | undefined;
  /** A sentence in the chat, tried once. */
  notify(address: Address, sentence: string, eventId: string): Promise<void>;

  /** Whether answers are shown there while they are made; left out: always. */
  takesDrafts?(address: Address): boolean;
  /** Never reject for what the platform does. */
  sendDraft(address: Address, part: Part): Promise<DraftOutcome<SentMessage>>;
  editDraft(message: SentMessage, part: Part, address: Address): Promise<DraftOutcome<SentMessage>>;
  /** Milliseconds between two drafts of the same answer. */
  draftGapMs(address: Address): number;
  /** Milliseconds until the platform takes a draft there; 0 when it does now. */
  draftWaitMs(address: Address): number;

  /** The message that a reply with this placement goes into, where there is one before it: the one with the button, or one that waits for it. */
  slot?(address: Address, placement: Placement): SentMessage | undefined;
  /** Whether the message is where the address leads; left out: always. */
  isAt?(message: SentMessage, address: Address): boolean;
  /** Another address for what cannot be delivered to this one; `undefined` where there is none, and the failure stands. */
  fallback?(address: Address, reply: Reply, failure: { readonly error: Error; readonly again: boolean }): Promise<Address | undefined>;
  /** Shows that something is being done. Of several for the same key one is shown. */
  typing?(address: Address): { readonly key: string; readonly repeatMs: number; show(): Promise<void> } | undefined;
  /** What takes the answer's place when there is nothing of it after so long. */
  working?(address: Address, language: Language): { readonly afterMs: number; readonly part: Part } | undefined;
  /** Called when the chat has replied, beside the delivery. */
  onReply?(record: DeliveryRecord<Address>, reply: Reply): Promise<void>;
  /** Shows what is said aside to whoever pressed a button; left out: it is sent like everything else. */
  showAside?(address: Address, reply: Reply): Promise<void>;
  /** Opens a thread. `opened`: the message that a conversation there continues from. */
  openThread?(address: Address, thread: ThreadRequest): Promise<{ readonly opened?: SentMessage; readonly part: Part } | undefined>;

  /** Receives events from now on. @throws AdapterSetupError with a sentence for the operator */
  connect(): Promise<void>;
  /** Receives nothing more. */
  disconnect(): Promise<void>;
}
