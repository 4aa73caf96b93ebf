import { afterEach, describe, expect, it } from 'vitest';
import { notice, type PlatformPort, type Reply, type SendOptions } from '../../src/chat/index.js';

/** One platform behind its port, with one place to reply to. */
export interface PortWorld<Address, Part> {
  readonly port: Omit<PlatformPort<Address, Part>, 'connect' | 'disconnect'>;
  readonly address: Address;
  /** The bot's messages as a reader sees them now. */
  readonly shown: () => readonly string[];
  close?(): Promise<void>;
  /** What the platform can be made to do; left out: it never fails so. */
  readonly faults?: {
    /** Refuses the next call for good. */
    refuse(): void;
    /** Asks for silence at the next call, and answers what comes after it. */
    limit(): void;
    /** Does the next call, and loses the answer to it. */
    loseAnswer(): void;
  };
}

const first: SendOptions = { index: 0, asReply: true, isReplacement: false, mayHaveArrived: false };
const say = (text: string): Reply => notice(text, 'zh-Hans', 'message');
const sentences = Array.from({ length: 60 }, (_, index) => `第${index}句。${'灯塔重新亮起来了。'.repeat(20)}`);
const long: Reply = {
  ...say(''),
  blocks: sentences.map((text) => ({ kind: 'paragraph', runs: [{ kind: 'text', text }] })),
};

/** Every call of the port, one by one. What becomes of whole conversations is in the other suites. */
export function describePlatformPort<Address, Part>(name: string, open: () => Promise<PortWorld<Address, Part>>): void {
  describe(`the port to ${name}`, () => {
    let world: PortWorld<Address, Part> | undefined;
    const opened = async (): Promise<PortWorld<Address, Part>> => (world = await open());
    const render = ({ port, address }: PortWorld<Address, Part>, reply: Reply, isGrowing = false): readonly Part[] =>
      port.render(reply, address, { isGrowing });
    const partOf = (at: PortWorld<Address, Part>, text: string): Part => render(at, say(text))[0]!;

    afterEach(async () => {
      await world?.close?.();
    });

    it('takes every part of a long reply, and loses nothing of it', async () => {
      const at = await opened();
      for (const [index, part] of render(at, long).entries()) await at.port.send(at.address, part, { ...first, index });
      const text = at.shown().join('\n');
      for (const sentence of ['第0句', '第31句', '第59句']) expect(text).toContain(sentence);
    });

    it('reads an address that it wrote down, and nothing else', async () => {
      const { port, address } = await opened();
      expect(port.readAddress(JSON.parse(JSON.stringify(address)))).toEqual(address);
      for (const other of [undefined, null, 7, 'riddle', []]) expect(port.readAddress(other)).toBeUndefined();
    });

    it('shows drafts in one message, of which the answer takes the place', async () => {
      const at = await opened();
      const { port, address } = at;
      const slot = port.slot?.(address, 'message');
      const draft = partOf(at, '一');
      const shown = await (slot === undefined ? port.sendDraft(address, draft) : port.editDraft(slot, draft, address));
      expect(shown).toMatchObject({ kind: 'shown' });
      if (shown.kind !== 'shown') return;
      expect(await port.editDraft(shown.place, partOf(at, '一二'), address)).toMatchObject({ kind: 'shown' });
      const answer = partOf(at, '一二三');
      if ((await port.edit(slot ?? shown.place, answer, address)) === undefined)
        await port.send(address, answer, { ...first, isReplacement: true });
      const texts = at.shown().filter((text) => text.includes('一'));
      expect(texts).toEqual([expect.stringContaining('一二三')]);
    });

    it('has a pace for drafts', async () => {
      const { port, address } = await opened();
      expect(port.draftGapMs(address)).toBeGreaterThanOrEqual(0);
      expect(port.draftWaitMs(address)).toBe(0);
    });

    it('says in the chat what is asked of it, and takes no failure of its own for the platform’s', async () => {
      const { port, address, shown } = await opened();
      await port.notify(address, '现在有点忙。', '1');
      expect(shown().join('\n')).toContain('现在有点忙。');
      expect(port.failureOf(new TypeError('our own'))).toBeUndefined();
    });

    it('renders what is not a reply to anybody without a failure', async () => {
      const at = await opened();
      for (const placement of ['message', 'in-place', 'aside', 'silent'] as const) {
        expect(render(at, { ...say('好'), placement }).length).toBeGreaterThan(0);
      }
    });
  });
}

/** For platforms whose messages stay, and whose calls can fail. */
export function describeFailingPort<Address, Part>(
  name: string,
  open: () => Promise<PortWorld<Address, Part> & Required<Pick<PortWorld<Address, Part>, 'faults'>>>,
): void {
  describe(`calls to ${name}`, () => {
    let world: Awaited<ReturnType<typeof open>> | undefined;
    const opened = async () => (world = await open());
    const partOf = ({ port, address }: PortWorld<Address, Part>, text: string): Part =>
      port.render(say(text), address, { isGrowing: false })[0]!;

    afterEach(async () => {
      await world?.close?.();
    });

    it('change a message, and know one that is gone', async () => {
      const at = await opened();
      const { port, address, shown } = at;
      const sent = await port.send(address, partOf(at, '一'), first);
      expect(await port.edit(sent, partOf(at, '二'), address)).toEqual(sent);
      expect(shown()).toEqual(['二']);
      await port.remove(sent, address);
      expect(shown()).toEqual([]);
      expect(await port.edit(sent, partOf(at, '三'), address)).toBeUndefined();
      // Tried once: what is gone already is no failure.
      await port.remove(sent, address);
    });

    it('that are refused say so', async () => {
      const at = await opened();
      at.faults.refuse();
      const failure: unknown = await at.port.send(at.address, partOf(at, '一'), first).catch((error: unknown) => error);
      expect(at.port.failureOf(failure)).toEqual({ kind: 'refused' });
      at.faults.refuse();
      expect(await at.port.sendDraft(at.address, partOf(at, '二'))).toEqual({ kind: 'refused' });
    });

    it('wait out a limit, and come once', async () => {
      const at = await opened();
      at.faults.limit();
      await at.port.send(at.address, partOf(at, '一'), first);
      expect(at.shown()).toEqual(['一']);
    });

    it('for drafts do not wait', async () => {
      const at = await opened();
      at.faults.limit();
      const began = performance.now();
      expect(await at.port.sendDraft(at.address, partOf(at, '一'))).toMatchObject({ kind: 'not-now' });
      expect(performance.now() - began).toBeLessThan(900);
    });

    it('for drafts whose answer is lost are in doubt', async () => {
      const at = await opened();
      at.faults.loseAnswer();
      expect(await at.port.sendDraft(at.address, partOf(at, '一'))).toEqual({ kind: 'unknown' });
    });
  });
}
