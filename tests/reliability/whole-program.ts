import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerRush } from '../../bench/loadtest/answer-rush.js';
import { measureFloodsOfActs } from '../../bench/loadtest/flood-of-acts.js';
import { measureFlood } from '../../bench/loadtest/flood.js';
import type { PlatformServer } from '../../bench/loadtest/platform.js';
import { seededRandom } from '../../bench/loadtest/random.js';
import { surviveKills } from '../../bench/loadtest/survive-kills.js';
import { swapIndex } from '../../bench/loadtest/swap-index.js';
import { setUpWorkplace, type Workplace } from '../../bench/loadtest/workplace.js';
import { articleOn } from '../ingest/made-up-corpus.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** `npm run loadtest` in small: what it finds at full size is in docs/reliability.md. */
export function describeWholeProgram(platform: string, startServer: () => Promise<PlatformServer>): void {
  describe(`the whole program on ${platform}, on a small scale`, () => {
    let folder: string;
    let place: Workplace;
    let server: PlatformServer;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'footnote-reliability-'));
      await writeFile(join(folder, 'harbour.txt'), articleOn('the harbour'));
      place = { ...(await setUpWorkplace(folder, silent)), questions: ['How did the harbour come to be?', 'What did the harbour cost?'] };
      server = await startServer();
    });

    afterEach(async () => {
      await server.close();
      await place.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('answers a rush through faults: everything, nothing twice, in order', async () => {
      const [rush] = await answerRush(place, server, { questions: 60, chats: 20 });
      expect(rush).toMatchObject({ isReached: true });
    }, 60_000);

    it('loses nothing that it accepted to kill -9, and gives no answer twice of which it knew', async () => {
      const { measured, isReached } = await surviveKills(place, server, { kills: 3, withinMs: 60_000, random: seededRandom(3) });
      expect({ measured, isReached }).toMatchObject({ isReached: true });
      expect(measured).toMatch(new RegExp(`${platform}: [1-9]`));
    }, 90_000);

    it('lets nobody wait for the many questions of another chat', async () => {
      const { asked, answered, mostAnswersBetween } = await measureFlood(place, server, { questions: 15 });
      expect(answered).toBe(asked);
      // Of 150 that wait: in the order of asking it would be all of them.
      expect(mostAnswersBetween).toBeLessThan(50);
    }, 60_000);

    it('lets nobody wait for the commands, presses, inline queries and edits of another group', async () => {
      const floods = await measureFloodsOfActs(place, server, { acts: 100, questions: 10 });
      for (const { kind, asked, answered, messages } of floods) {
        expect({ kind, answered }).toEqual({ kind, answered: asked });
        // Of a hundred commands fifteen a minute are answered in a group, and it is told once that it is too much.
        expect(messages).toBeLessThan(60);
      }
    }, 120_000);

    it('fails no question when the index is replaced, and says of older answers that their article has changed', async () => {
      const result = await swapIndex(place, server, { swaps: 2 });
      expect(result).toMatchObject({ isReached: true });
    }, 60_000);
  });
}
