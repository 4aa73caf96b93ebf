import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTurnQueue, QueueFullError } from '../../src/chat/conversation/turn-queue.js';

const roomy = { concurrency: 1, maxWaiting: 10_000, maxWaitingInChat: 10_000 };

/** A task that waits until it is told to end. */
function gate(): { readonly task: () => Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { task: () => opened, open };
}

describe('the queue of turns', () => {
  it('gives each chat its turn, so that a flood from one costs another one turn only', async () => {
    const queue = createTurnQueue(roomy);
    const done: string[] = [];
    const flood = Array.from({ length: 100 }, (_, index) => queue.run('busy', async () => void done.push(`busy ${index}`)));
    const quiet = queue.run('quiet', async () => void done.push('quiet'));
    await Promise.all([...flood, quiet]);
    expect(done.indexOf('quiet')).toBeLessThanOrEqual(2);
  });

  it('keeps the order within every chat, and runs everything once, whatever comes in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (chats, concurrency) => {
          const queue = createTurnQueue({ ...roomy, concurrency });
          const done: { readonly chat: string; readonly index: number }[] = [];
          let running = 0;
          let most = 0;
          await Promise.all(
            chats.map((chat, index) =>
              queue.run(chat, async () => {
                most = Math.max(most, ++running);
                for (let wait = 0; wait < index % 3; wait++) await Promise.resolve();
                done.push({ chat, index });
                running--;
              }),
            ),
          );
          for (const chat of new Set(chats)) {
            expect(done.filter((each) => each.chat === chat).map(({ index }) => index)).toEqual(
              chats.flatMap((each, index) => (each === chat ? [index] : [])),
            );
          }
          expect(most).toBeLessThanOrEqual(concurrency);
          expect(queue.size).toBe(0);
        },
      ),
    );
  });

  it('never works on two turns of one chat at once', async () => {
    const queue = createTurnQueue({ ...roomy, concurrency: 4 });
    const first = gate();
    const events: string[] = [];
    const one = queue.run('chat', first.task);
    const two = queue.run('chat', async () => void events.push('second'));
    await queue.run('other', async () => void events.push('other'));
    expect(events).toEqual(['other']);
    first.open();
    await Promise.all([one, two]);
    expect(events).toEqual(['other', 'second']);
  });

  it('refuses at once past the bound, and answers everything that it accepted', async () => {
    const queue = createTurnQueue({ concurrency: 1, maxWaiting: 2, maxWaitingInChat: 2 });
    const first = gate();
    const accepted = [queue.run('a', first.task), queue.run('b', async () => 'b'), queue.run('c', async () => 'c')];
    await expect(queue.run('d', async () => 'd')).rejects.toBeInstanceOf(QueueFullError);
    first.open();
    expect(await Promise.all(accepted)).toEqual([undefined, 'b', 'c']);
  });

  it('refuses a chat that has too much waiting while there is room for others', async () => {
    const queue = createTurnQueue({ concurrency: 1, maxWaiting: 100, maxWaitingInChat: 1 });
    const first = gate();
    const running = queue.run('a', first.task);
    const waiting = queue.run('a', async () => 'waited');
    await expect(queue.run('a', async () => 'too much')).rejects.toBeInstanceOf(QueueFullError);
    const other = queue.run('b', async () => 'other');
    first.open();
    await running;
    expect(await Promise.all([waiting, other])).toEqual(['waited', 'other']);
  });

  it('goes on after a task that fails', async () => {
    const queue = createTurnQueue(roomy);
    const failing = queue.run('a', () => {
      throw new Error('broken');
    });
    const next = queue.run('a', async () => 'next');
    await expect(failing).rejects.toThrow('broken');
    expect(await next).toBe('next');
  });

  it('tells when nothing waits or runs any more', async () => {
    const queue = createTurnQueue(roomy);
    await queue.fewerThan(1);
    const first = gate();
    const events: string[] = [];
    const running = queue.run('a', first.task).then(() => events.push('done'));
    const idle = queue.fewerThan(1).then(() => events.push('idle'));
    first.open();
    await Promise.all([running, idle]);
    expect([...events].sort()).toEqual(['done', 'idle']);
    expect(queue.size).toBe(0);
  });
});
