/**
 * Runs work with the console silenced, because transformers.js prints stack traces of failures that it also throws. The failure still
 * reaches the caller. It affects the whole process meanwhile, so use it at start-up only.
 */
export async function withSilentConsole<T>(task: () => Promise<T>): Promise<T> {
  const { console } = globalThis;
  const loud = { ...console };
  const silent = (): void => undefined;
  Object.assign(console, { warn: silent, error: silent });
  try {
    return await task();
  } finally {
    Object.assign(console, loud);
  }
}
