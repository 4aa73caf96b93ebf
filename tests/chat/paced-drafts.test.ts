import { describe, expect, it } from 'vitest';
import { createPacedDrafts, type PacedDrafts, type DraftOutcome } from '../../src/chat/index.js';
import { createManualClock, type ManualClock } from '../fakes/manual-clock.js';

interface Call {
  readonly draft: string;
  readonly place: string | undefined;
  readonly atMs: number;
  readonly answer: (shown: DraftOutcome<string>) => void;
}

interface Setup {
  readonly clock: ManualClock;
  readonly drafts: PacedDrafts<string, string>;
  readonly calls: readonly Call[];
  readonly logged: readonly string[];
  readonly stop: () => void;
}

function setUp({ leftMs = () => 0, throws = false }: { readonly leftMs?: () => number; readonly throws?: boolean } = {}): Setup {
  const clock = createManualClock();
  const startedAt = clock.now();
  const calls: Call[] = [];
  const logged: string[] = [];
  const log = (_details: object, message: string): void => void logged.push(message);
  const stopping = new AbortController();
  const drafts = createPacedDrafts<string, string>({
    clock,
    gapMs: 1000,
    leftMs,
    show: (draft, place) =>
      new Promise((answer, reject) => {
        calls.push({ draft, place, atMs: clock.now() - startedAt, answer });
        if (throws) reject(new Error('the store is gone'));
      }),
    signal: stopping.signal,
    log: { info: log, warn: log, error: log },
  });
  return { clock, drafts, calls, logged, stop: () => stopping.abort() };
}

const shown: DraftOutcome<string> = { kind: 'shown', place: 'message 1' };
const said = ({ calls }: Setup): readonly string[] => calls.map(({ draft }) => draft);

describe('the drafts of an answer', () => {
  it('are shown at once, then in the place of the first, with the gap between them', async () => {
    const setup = setUp();
    const { drafts, calls, clock } = setup;
    drafts.begin();
    drafts.show('one');
    expect(calls).toHaveLength(1);
    calls[0]!.answer(shown);
    await clock.advance(100);
    drafts.show('two');
    await clock.advance(899, 100);
    expect(calls).toHaveLength(1);
    await clock.advance(1);
    expect(calls[1]).toMatchObject({ draft: 'two', place: 'message 1', atMs: 1000 });
  });

  it('wait for their turn in the chat', async () => {
    const { drafts, calls } = setUp();
    drafts.show('one');
    expect(calls).toEqual([]);
    drafts.begin();
    expect(calls).toHaveLength(1);
  });

  it('are never two at once, and of those that came meanwhile the latest is shown', async () => {
    const setup = setUp();
    const { drafts, calls, clock } = setup;
    drafts.begin();
    for (const draft of ['one', 'two', 'three', 'four']) drafts.show(draft);
    await clock.advance(5000, 500);
    expect(said(setup)).toEqual(['one']);
    calls[0]!.answer(shown);
    await clock.advance(1);
    expect(said(setup)).toEqual(['one', 'four']);
  });

  it('wait as long as the platform says', async () => {
    let leftMs = 3000;
    const { drafts, calls, clock } = setUp({ leftMs: () => leftMs });
    const startedAt = clock.now();
    drafts.begin();
    drafts.show('one');
    leftMs = 0;
    await clock.advance(2999, 1000);
    expect(calls).toEqual([]);
    await clock.advance(1);
    expect(calls).toHaveLength(1);
    expect(clock.now() - startedAt).toBe(3000);
  });

  it('end when the answer is there: the one under way is waited for, the others are forgotten', async () => {
    const setup = setUp();
    const { drafts, calls, clock } = setup;
    drafts.begin();
    drafts.show('one');
    drafts.show('two');
    const finished = drafts.finish();
    let isFinished = false;
    void finished.then(() => {
      isFinished = true;
    });
    await clock.advance(100);
    expect(isFinished).toBe(false);
    calls[0]!.answer(shown);
    expect(await finished).toEqual({ place: 'message 1', isDoubtful: false });
    drafts.show('three');
    await clock.advance(5000);
    expect(said(setup)).toEqual(['one']);
  });

  it('do not keep the answer waiting for the gap', async () => {
    const { drafts, calls } = setUp();
    drafts.begin();
    drafts.show('one');
    calls[0]!.answer(shown);
    drafts.show('two');
    expect(await drafts.finish()).toMatchObject({ place: 'message 1' });
    expect(calls).toHaveLength(1);
  });

  it('are not shown again when they fail: a later one is, after the wait that was asked for', async () => {
    const setup = setUp();
    const { drafts, calls, clock } = setup;
    drafts.begin();
    drafts.show('one');
    calls[0]!.answer({ kind: 'not-now', waitMs: 7000 });
    await clock.advance(6000, 1000);
    drafts.show('two');
    await clock.advance(999);
    expect(said(setup)).toEqual(['one']);
    await clock.advance(1);
    expect(said(setup)).toEqual(['one', 'two']);
  });

  it.each(['refused', 'unknown'] as const)('are given up once one is %s', async (kind) => {
    const setup = setUp();
    const { drafts, calls, clock } = setup;
    drafts.begin();
    drafts.show('one');
    calls[0]!.answer(shown);
    await clock.advance(1000);
    drafts.show('two');
    calls[1]!.answer({ kind });
    await clock.advance(1000);
    drafts.show('three');
    await clock.advance(5000);
    expect(said(setup)).toEqual(['one', 'two']);
    expect(await drafts.finish()).toEqual({ place: 'message 1', isDoubtful: kind === 'unknown' });
  });

  it('never fail the answer: what nobody foresaw is logged', async () => {
    const { drafts, logged } = setUp({ throws: true });
    drafts.begin();
    drafts.show('one');
    expect(await drafts.finish()).toEqual({ place: undefined, isDoubtful: true });
    expect(logged.join()).toContain('could not be shown');
  });

  it('end when the program stops', async () => {
    const setup = setUp();
    const { drafts, calls, clock } = setup;
    drafts.begin();
    drafts.show('one');
    calls[0]!.answer(shown);
    drafts.show('two');
    setup.stop();
    await clock.advance(5000);
    expect(said(setup)).toEqual(['one']);
  });
});
