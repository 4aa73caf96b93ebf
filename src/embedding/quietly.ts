/**
 * Runs what prints stack traces of failures that it also throws: transformers.js does while it loads a model. The failure itself still reaches the caller.
 * Concerns the whole process for as long as it runs, so it is for start-up only.
 */
export async function quietly<T>(task: () => Promise<T>): Promise<T> {
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
