import type { Clock } from '../chat/index.js';
import type { PatientCalls } from './patient-calls.js';

interface Place {
  readonly chat: number;
  readonly topic?: number | undefined;
}

/** Shows "typing" in chats where something is being worked on. */
export interface Typing {
  /**
   * Settles as the work does, and not before "typing" that is on its way has arrived: after the answer it would linger.
   * @param seen Aborted when the reader sees by other means that something is being done.
   */
  during<Result>(place: Place, work: Promise<Result>, seen?: AbortSignal): Promise<Result>;
}

/** An answer that comes sooner needs no announcement. */
const patienceMs = 100;
/** Telegram shows it for five seconds or less. */
const repeatMs = 4_500;

export function createTyping(calls: PatientCalls, clock: Clock): Typing {
  /** Of many questions in one chat one announcement is enough. */
  const typing = new Set<string>();

  const show = async ({ chat, topic }: Place, done: AbortSignal): Promise<void> => {
    const key = `${chat}/${topic ?? ''}`;
    await clock.wait(patienceMs, done);
    if (done.aborted || typing.has(key)) return;
    typing.add(key);
    try {
      const thread = topic === undefined ? {} : { message_thread_id: topic };
      do {
        await calls.tryOnce('sendChatAction', { chat_id: chat, action: 'typing', ...thread }, chat);
        await clock.wait(repeatMs, done);
      } while (!isOver(done));
    } finally {
      typing.delete(key);
    }
  };

  return {
    during: async (place, work, seen) => {
      const done = new AbortController();
      // A reason of our own: without one, an error with its stack is made.
      const end = (): void => done.abort('done');
      seen?.addEventListener('abort', end);
      const shown = show(place, done.signal);
      try {
        return await work;
      } finally {
        end();
        await shown;
      }
    },
  };
}

function isOver(done: AbortSignal): boolean {
  return done.aborted;
}
