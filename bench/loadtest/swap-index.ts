import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { textsFor } from '../../src/chat/index.js';
import { composeEmbedder, indexFolderOf } from '../../src/compose.js';
import { ingest } from '../../src/ingest/index.js';
import { startBotHere } from './bot-here.js';
import { createLedger, pause } from './ledger.js';
import type { PlatformServer } from './platform.js';
import type { Result } from './result.js';
import type { Workplace } from './workplace.js';

export interface SwapOptions {
  readonly swaps: number;
}

const rooms = 30;
/** Always so many questions are open. */
const openAtOnce = 8;
const takeUpWithinMs = 30_000;
const aboutChangingArticle = '修复灯塔花了多久？';
const { passage, limits } = textsFor('zh-Hans');

/** New builds, each with another wording of an article, while questions come in; the answers from before say that it has changed. */
export async function swapIndex(place: Workplace, server: PlatformServer, { swaps }: SwapOptions): Promise<Result> {
  const { answering, config, questions } = place;
  const embedder = await composeEmbedder(config);
  await publish(place, 0);
  const bot = await startBotHere(place, server);
  const ledger = createLedger(server);
  const chats = Array.from({ length: rooms }, () => server.openRoom());
  const observer = server.openRoom();
  let asked = 0;
  const asking = setInterval(() => {
    ledger.update();
    while (ledger.openCount < openAtOnce) {
      const room = chats[asked % rooms];
      const question = asked % 5 === 0 ? aboutChangingArticle : questions[asked % questions.length];
      asked++;
      if (room !== undefined && question !== undefined) ledger.add(room.ask(question));
    }
  }, 5);

  let saidSo = 0;
  try {
    for (let swap = 1; swap <= swaps; swap++) {
      const { id } = ledger.add(observer.ask(aboutChangingArticle));
      const answer = await waitFor(() => ledger.answerTo(id));
      await publish(place, swap);
      const opened = await server.openCitation(answer);
      if (opened.includes(passage.changed)) saidSo++;
    }
  } finally {
    clearInterval(asking);
  }
  await ledger.settle(0, 60_000);
  await bot.stop();
  await embedder.close();

  const { answered, asked: total, unanswered, outOfOrder } = ledger.balance();
  const failed = ledger.answerTexts().filter((text) => text.includes(limits.failed)).length;
  return {
    test: `index swapped ${swaps} times under load, ${server.name}`,
    reach: 'no failed question',
    measured:
      `${answered} of ${total} questions answered, ${failed} with an apology, ${outOfOrder} out of order; ` +
      `${saidSo} of ${swaps} earlier answers say on opening that the article has changed since`,
    isReached: unanswered.length === 0 && failed === 0 && saidSo === swaps,
  };

  /** Writes the next wording, builds, and resolves when the build is served. */
  async function publish({ config: { corpusDir } }: Workplace, version: number): Promise<void> {
    const article = `灯塔重新亮起\n\n停了十二年的北岸灯塔上个月重新亮起。守塔人林海说，修复灯塔一共花了${version + 2}年。\n\n这是第${version + 1}版。\n`;
    await writeFile(join(corpusDir, 'lighthouse.txt'), article);
    const before = answering.index().manifest.build;
    await ingest({ corpusFolder: corpusDir, indexFolder: indexFolderOf(config) }, { embedder, now: () => new Date() });
    await waitFor(() => answering.index().manifest.build !== before || undefined);
  }
}

async function waitFor<T>(look: () => T | undefined): Promise<T> {
  const deadline = performance.now() + takeUpWithinMs;
  for (let found = look(); ; found = look()) {
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error('Waited in vain for an answer, or for a build to be taken up.');
    await pause(10);
  }
}
