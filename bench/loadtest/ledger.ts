import type { Asked, Delivered, PlatformServer } from './platform.js';

/** What came of the questions so far. */
export interface Balance {
  readonly asked: number;
  readonly answered: number;
  readonly unanswered: readonly Asked[];
  /** Answers after which another came to the same question. */
  readonly repeated: readonly Delivered[];
  /** Answers that came before that to an earlier question of their chat. */
  readonly outOfOrder: number;
}

/** Every question and every answer, and what they come to. */
export interface Ledger {
  add(asked: Asked): Asked;
  /** Looks what has been delivered since. */
  update(): void;
  readonly openCount: number;
  /** Of all questions, or of those that are meant. */
  balance(isMeant?: (asked: Asked) => boolean): Balance;
  /** The first answer to a question. */
  answerTo(id: string): Delivered | undefined;
  /** All first answers. */
  answerTexts(): readonly string[];
  /** From asking to arriving, in milliseconds, of the questions among these that are answered. */
  latencies(questions: readonly Asked[]): readonly number[];
  /** Resolves when no more than `open` questions wait. @returns whether that was so in time */
  settle(open: number, withinMs: number): Promise<boolean>;
}

const lookEveryMs = 10;

export function createLedger(server: PlatformServer): Ledger {
  const questions = new Map<string, Asked>();
  const answers = new Map<string, Delivered[]>();
  const lastTurn = new Map<string, number>();
  const outOfOrder: Asked[] = [];

  const update = (): void => {
    for (const delivered of server.delivered()) {
      const asked = questions.get(delivered.question);
      if (asked === undefined) continue;
      const earlier = answers.get(asked.id);
      if (earlier !== undefined) {
        earlier.push(delivered);
        continue;
      }
      answers.set(asked.id, [delivered]);
      const before = lastTurn.get(asked.room) ?? -1;
      if (asked.turn < before) outOfOrder.push(asked);
      lastTurn.set(asked.room, Math.max(before, asked.turn));
    }
  };

  return {
    add: (asked) => {
      questions.set(asked.id, asked);
      return asked;
    },
    update,
    get openCount() {
      return questions.size - answers.size;
    },
    balance: (isMeant = () => true) => {
      const asked = [...questions.values()].filter(isMeant);
      const given = asked.flatMap(({ id }) => [answers.get(id) ?? []]).filter((all) => all.length > 0);
      return {
        asked: asked.length,
        answered: given.length,
        unanswered: asked.filter(({ id }) => !answers.has(id)),
        repeated: given.flatMap((all) => all.slice(0, -1)),
        outOfOrder: outOfOrder.filter(isMeant).length,
      };
    },
    answerTo: (id) => answers.get(id)?.[0],
    answerTexts: () => [...answers.values()].flatMap(([first]) => first?.text ?? []),
    latencies: (asked) =>
      asked.flatMap(({ id, atMs }) => {
        const first = answers.get(id)?.[0];
        return first === undefined ? [] : [first.atMs - atMs];
      }),
    settle: async (open, withinMs) => {
      const deadline = performance.now() + withinMs;
      update();
      while (questions.size - answers.size > open) {
        if (performance.now() > deadline) return false;
        await pause(lookEveryMs);
        update();
      }
      return true;
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** The value below which this share lies. */
export function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? Number.NaN;
}
