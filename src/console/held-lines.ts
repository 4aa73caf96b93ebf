/** Lines for the same screen from beside the conversation (the log's), which can be held back while a reply is drawn anew again and again. */
export interface HeldLines {
  write(line: string): void;
  readonly isTTY: boolean;
  /** From now on lines are kept, for they would come between the rows that are drawn over. */
  hold(): void;
  /** Writes what was kept. */
  release(): void;
}

export function createHeldLines(output: { write(line: string): unknown; readonly isTTY?: boolean }): HeldLines {
  let held: string[] | undefined;
  return {
    isTTY: output.isTTY === true,
    write: (line) => {
      if (held === undefined) output.write(line);
      else held.push(line);
    },
    hold: () => {
      held ??= [];
    },
    release: () => {
      const lines = held ?? [];
      held = undefined;
      for (const line of lines) output.write(line);
    },
  };
}
