/** Holds back whoever passes, until it is opened. */
export interface Gate {
  passed(): Promise<void>;
  /** Resolves once so many have come to it since it was made. */
  reached(count: number): Promise<void>;
  open(): void;
  close(): void;
}

export function createGate(): Gate {
  let isOpen = false;
  let came = 0;
  const held: (() => void)[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    passed: () => {
      came++;
      for (const { count, resolve } of waiting) if (came >= count) resolve();
      return isOpen ? Promise.resolve() : new Promise((resolve) => void held.push(resolve));
    },
    reached: (count) => (came >= count ? Promise.resolve() : new Promise((resolve) => void waiting.push({ count, resolve }))),
    open: () => {
      isOpen = true;
      for (const resolve of held.splice(0)) resolve();
    },
    close: () => {
      isOpen = false;
    },
  };
}
