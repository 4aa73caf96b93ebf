/** More questions are waiting than the bound allows; the person should be told to try again in a moment. */
export class QueueFullError extends Error {
  override readonly name = 'QueueFullError';
  constructor(readonly waiting: number) {
    super(`${waiting} questions are waiting already, which is as many as may; ask again in a moment.`);
  }
}

export interface TurnQueueOptions {
  /** How many turns may be worked on at once. The model computes one thing at a time; more than one lets stores write meanwhile. */
  readonly concurrency: number;
  /** How many turns may wait, over all chats and in one chat. */
  readonly maxWaiting: number;
  readonly maxWaitingInChat: number;
}

export interface TurnQueue {
  /**
   * Runs the task when it is the chat's turn, and settles as it does. Within a chat tasks run one after the other in the order given;
   * between chats they take turns, so that a chat with a hundred waiting costs another no more than one of them.
   * @throws QueueFullError at once, without ever running the task, past the bounds.
   */
  run<Result>(chat: string, task: () => Promise<Result>): Promise<Result>;
  /** Tasks that wait or run. */
  readonly size: number;
  /** Resolves when fewer than this many wait or run. */
  fewerThan(count: number): Promise<void>;
}

export function createTurnQueue({ concurrency, maxWaiting, maxWaitingInChat }: TurnQueueOptions): TurnQueue {
  /** What waits, a line a chat. A chat whose turn is running is in here, too, if more of it waits, but not in `order`. */
  const lines = new Map<string, (() => Promise<void>)[]>();
  /** Chats that may have the next turn, in order. A Set keeps insertion order and gives the first in constant time. */
  const order = new Set<string>();
  const running = new Set<string>();
  const watchers = new Set<{ readonly count: number; readonly resolve: () => void }>();
  let waiting = 0;

  const next = (): void => {
    while (running.size < concurrency) {
      const [chat] = order;
      if (chat === undefined) break;
      order.delete(chat);
      const line = lines.get(chat) ?? [];
      const task = line.shift();
      if (line.length === 0) lines.delete(chat);
      if (task === undefined) continue;
      waiting--;
      running.add(chat);
      void task().then(() => {
        running.delete(chat);
        if (lines.has(chat)) order.add(chat);
        next();
      });
    }
    for (const watcher of watchers) {
      if (waiting + running.size < watcher.count && watchers.delete(watcher)) watcher.resolve();
    }
  };

  return {
    run: (chat, task) => {
      const line = lines.get(chat) ?? [];
      if (waiting >= maxWaiting || line.length >= maxWaitingInChat) return Promise.reject(new QueueFullError(waiting));
      return new Promise((resolve, reject) => {
        line.push(() => startOf(task).then(resolve, reject));
        lines.set(chat, line);
        waiting++;
        if (!running.has(chat)) order.add(chat);
        next();
      });
    },
    get size() {
      return waiting + running.size;
    },
    fewerThan: (count) =>
      waiting + running.size < count
        ? Promise.resolve()
        : new Promise((resolve) => {
            watchers.add({ count, resolve });
          }),
  };
}

/** A task that throws before its first wait is a task that rejects. */
async function startOf<Result>(task: () => Promise<Result>): Promise<Result> {
  return task();
}
