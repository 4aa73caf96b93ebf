import { conflict } from './bot-api-error.js';
import type { Update } from './bot-api-types.js';
import type { Clock } from '../clock.js';

/** Everything but these is received unless `allowed_updates` says otherwise (Bot API, getUpdates). */
const ONLY_ON_REQUEST = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);
const MAX_POLL_SECONDS = 50;
const MAX_UPDATES = 100;

export interface PollRequest {
  readonly offset: number;
  /** 0 where none was given. */
  readonly limit: number;
  readonly timeoutSeconds: number;
  /** Aborted when the client goes away. */
  readonly closed: AbortSignal;
}

/** A bot's pending updates: kept until they are acknowledged, by the offset of a poll or by a webhook's 2xx. */
export interface UpdateQueue {
  readonly pending: readonly Update[];
  readonly allowed: readonly string[] | undefined;
  allow(kinds: readonly string[]): void;
  /** Adds an update under the next number, unless its kind is not allowed. @returns its number, or `undefined` where it was not queued */
  add(content: Readonly<Record<string, unknown>>): number | undefined;
  poll(request: PollRequest): Promise<readonly Update[]>;
  /** Ends a waiting poll with 409; a bot has one receiver. */
  terminatePoll(by: string): void;
  acknowledge(updateId: number): void;
  drop(): void;
  onAdded(listener: () => void): void;
}

export function createUpdateQueue(clock: Clock, changed: () => void): UpdateQueue {
  let pending: Update[] = [];
  let allowed: readonly string[] | undefined;
  let nextUpdateId = 700_000_001;
  let waiting: { wake(): void; terminate(by: string): void } | undefined;
  const listeners: (() => void)[] = [];

  function isAllowed(kind: string): boolean {
    return allowed === undefined || allowed.length === 0 ? !ONLY_ON_REQUEST.has(kind) : allowed.includes(kind);
  }

  function select({ offset, limit }: PollRequest): readonly Update[] {
    if (offset < 0) pending = pending.slice(offset);
    else if (offset > 0) pending = pending.filter(({ update_id }) => update_id >= offset);
    return pending.slice(0, limit >= 1 && limit <= MAX_UPDATES ? limit : MAX_UPDATES);
  }

  return {
    get pending() {
      return pending;
    },
    get allowed() {
      return allowed;
    },
    allow(kinds) {
      allowed = kinds;
    },
    add(content) {
      const { update_id: given, ...rest } = content;
      const kinds = Object.keys(rest);
      // An update of a kind that no documentation knows is only ever sent by a test, which wants it delivered.
      if (kinds.some((kind) => KNOWN_KINDS.has(kind) && !isAllowed(kind))) return undefined;
      const update_id = typeof given === 'number' ? given : nextUpdateId++;
      pending.push({ update_id, ...rest });
      waiting?.wake();
      for (const listener of listeners) listener();
      changed();
      return update_id;
    },
    async poll(request) {
      this.terminatePoll('other getUpdates request; make sure that only one bot instance is running');
      const ready = select(request);
      const seconds = Math.min(Math.max(request.timeoutSeconds, 0), MAX_POLL_SECONDS);
      if (ready.length > 0 || seconds === 0) return ready;
      return await new Promise((resolve, reject) => {
        const settle = (end: () => void) => (): void => {
          stopTimer();
          if (waiting === own) waiting = undefined;
          request.closed.removeEventListener('abort', wake);
          end();
        };
        const wake = settle(() => {
          resolve(select(request));
        });
        const own = {
          wake,
          terminate(by: string): void {
            settle(() => {
              reject(conflict(`terminated by ${by}`));
            })();
          },
        };
        const stopTimer = clock.after(seconds * 1000, wake);
        waiting = own;
        request.closed.addEventListener('abort', wake);
      });
    },
    terminatePoll: (by) => waiting?.terminate(by),
    acknowledge(updateId) {
      pending = pending.filter(({ update_id }) => update_id !== updateId);
      changed();
    },
    drop() {
      pending = [];
    },
    onAdded: (listener) => void listeners.push(listener),
  };
}

const KNOWN_KINDS = new Set(
  (
    'message edited_message channel_post edited_channel_post message_reaction message_reaction_count inline_query ' +
    'chosen_inline_result callback_query poll poll_answer my_chat_member chat_member chat_join_request'
  ).split(' '),
);
