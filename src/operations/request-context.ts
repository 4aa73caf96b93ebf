import { AsyncLocalStorage } from 'node:async_hooks';

/** The request that is being handled, available in everything that is awaited without passing it along. */
export interface RequestContext {
  /** Runs the work as part of the request; what is logged meanwhile carries its id. */
  during<Result>(id: string, work: () => Promise<Result>): Promise<Result>;
  /** Binds a task to the current request, whoever calls it later (a queue). */
  bind<Result>(task: () => Result): () => Result;
  current(): string | undefined;
}

export function createRequestContext(): RequestContext {
  const storage = new AsyncLocalStorage<string>();
  return {
    during: (id, work) => storage.run(id, work),
    bind: (task) => {
      const id = storage.getStore();
      return id === undefined ? task : () => storage.run(id, task);
    },
    current: () => storage.getStore(),
  };
}
