import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerRush } from '../../scripts/loadtest/answer-rush.js';
import type { PlatformServer } from '../../scripts/loadtest/platform.js';
import { swapIndex } from '../../scripts/loadtest/swap-index.js';
import { startTelegramPlatform } from '../../scripts/loadtest/telegram-platform.js';
import { setUpWorkplace, type Workplace } from '../../scripts/loadtest/workplace.js';
import { articleOn } from '../ingest/made-up-corpus.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** `npm run loadtest` in small: what it finds at full size is in docs/reliability.md. */
describe('the whole program, on a small scale', () => {
  let corpus: string;
  let place: Workplace;
  let server: PlatformServer;

  beforeEach(async () => {
    corpus = await mkdtemp(join(tmpdir(), 'footnote-reliability-'));
    await writeFile(join(corpus, 'harbour.txt'), articleOn('the harbour'));
    place = { ...(await setUpWorkplace(corpus, silent)), questions: ['How did the harbour come to be?', 'What did the harbour cost?'] };
    server = await startTelegramPlatform();
  });

  afterEach(async () => {
    await server.close();
    await place.close();
    await rm(corpus, { recursive: true, force: true });
  });

  it('answers a rush through faults: everything, nothing twice, in order', async () => {
    const [rush] = await answerRush(place, server, { questions: 60, chats: 20 });
    expect(rush).toMatchObject({ isReached: true });
  }, 60_000);

  it('fails no question when the index is replaced, and says of older answers that their article has changed', async () => {
    const result = await swapIndex(place, server, { swaps: 2 });
    expect(result).toMatchObject({ isReached: true });
  }, 60_000);
});
