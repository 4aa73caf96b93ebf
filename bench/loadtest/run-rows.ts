import { join } from 'node:path';
import type { Log } from '../../src/chat/index.js';
import { answerRush } from './answer-rush.js';
import { startDiscordPlatform } from './discord-platform.js';
import { endure } from './endure.js';
import { flood } from './flood.js';
import { floodOfActs } from './flood-of-acts.js';
import { joinPlatforms } from './joined-platforms.js';
import type { PlatformServer } from './platform.js';
import { seededRandom } from './random.js';
import type { Result } from './result.js';
import { surviveKills } from './survive-kills.js';
import { swapIndex } from './swap-index.js';
import { startTelegramPlatform } from './telegram-platform.js';
import { setUpWorkplace, type Workplace } from './workplace.js';

export const rowNames = ['rush', 'endurance', 'kills', 'swaps', 'flood', 'acts'] as const;
type RowName = (typeof rowNames)[number];

export const platformNames = ['telegram', 'discord', 'both'] as const;

export interface RunOptions {
  readonly only?: readonly RowName[] | undefined;
  /** `both`: one bot that serves both, with the rooms split between them. */
  readonly platform: (typeof platformNames)[number];
  readonly questions: number;
  readonly chats: number;
  readonly minutes: number;
  readonly kills: number;
  /** The longest that the kills may take, in minutes. */
  readonly within: number;
  readonly swaps: number;
  /** How many acts each flood of them has. */
  readonly acts: number;
  readonly seed: number;
  readonly log: Log;
  /** For whoever waits. */
  readonly say: (text: string) => void;
}

type Row = (place: Workplace, server: PlatformServer, options: RunOptions) => Promise<readonly Result[]>;

const rows: Readonly<Record<RowName, Row>> = {
  rush: (place, server, { questions, chats }) => answerRush(place, server, { questions, chats }),
  endurance: async (place, server, { minutes, say }) => {
    const onProgress = (minute: number, megabytes: number): void => say(`  minute ${minute}: ${megabytes.toFixed(0)} MB`);
    return [await endure(place, server, { minutes, onProgress })];
  },
  kills: async (place, server, { kills, within, seed, say }) => {
    const onProgress = (done: number): void => {
      if (done % 20 === 0) say(`  ${done} kills`);
    };
    return [await surviveKills(place, server, { kills, withinMs: within * 60_000, random: seededRandom(seed), onProgress })];
  },
  swaps: async (place, server, { swaps }) => [await swapIndex(place, server, { swaps })],
  flood: async (place, server) => [await flood(place, server, { questions: 200 })],
  acts: (place, server, { acts }) => floodOfActs(place, server, { acts, questions: 100 }),
};

const starters = { telegram: startTelegramPlatform, discord: startDiscordPlatform } as const;
const corpusFolder = join(import.meta.dirname, '..', '..', 'corpus');

async function startPlatforms(platform: RunOptions['platform']): Promise<PlatformServer> {
  if (platform !== 'both') return starters[platform]();
  return joinPlatforms(await Promise.all(Object.values(starters).map((start) => start())));
}

/** The tests, one after the other, each on a store and an index of its own. */
export async function runRows(options: RunOptions): Promise<readonly Result[]> {
  const { only = rowNames, platform, log, say } = options;
  const results: Result[] = [];
  for (const name of rowNames.filter((each) => only.includes(each))) {
    const server = await startPlatforms(platform);
    const place = await setUpWorkplace(corpusFolder, log);
    const began = performance.now();
    try {
      say(`${name}, ${server.name}`);
      results.push(...(await rows[name](place, server, options)));
    } finally {
      await server.close();
      await place.close();
    }
    say(`  ${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
  }
  return results;
}
