import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../src/chat/index.js';
import { composeAnswering, type AnsweringParts } from '../../src/compose.js';
import { loadConfig, type Config } from '../../src/config.js';

/** A temporary data folder with the index of an own copy of the articles, and the questions that they answer. */
export interface Workplace {
  readonly folder: string;
  readonly config: Config;
  /** For the real program. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: Log;
  readonly questions: readonly string[];
  readonly answering: AnsweringParts;
  close(): Promise<void>;
}

const questionCount = 20;
/** More often than the program does: fifty builds shall not take minutes. */
const followBuildsEveryMs = 200;

/** @param corpusFolder the articles; they are copied, and may be changed where they are then */
export async function setUpWorkplace(corpusFolder: string, log: Log): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-loadtest-'));
  const corpus = join(folder, 'corpus');
  await cp(corpusFolder, corpus, { recursive: true });
  const environment = { DATA_DIR: join(folder, 'data'), CORPUS_DIR: corpus };
  const config = loadConfig(environment);
  const answering = await composeAnswering(config, { buildIfStale: true, modelInSubprocess: true, followBuildsEveryMs, log });
  return {
    folder,
    config,
    environment,
    log,
    answering,
    questions: await answering.answers.suggestions('zh-Hans', questionCount),
    close: async () => {
      await answering.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
