/** Does what is to be done in one chat one after another, in the order given; different chats do not wait for each other. */
export interface ChatLines {
  run<Result>(chat: string, task: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

export function createChatLines(): ChatLines {
  const ends = new Map<string, Promise<unknown>>();
  return {
    run: (chat, task) => {
      const before = ends.get(chat) ?? Promise.resolve();
      const result = before.then(task);
      const end = result
        .catch(() => undefined)
        .then(() => {
          if (ends.get(chat) === end) ends.delete(chat);
        });
      ends.set(chat, end);
      return result;
    },
    idle: async () => {
      while (ends.size > 0) await Promise.all(ends.values());
    },
  };
}
