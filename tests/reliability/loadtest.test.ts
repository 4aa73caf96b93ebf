import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startDiscordPlatform } from '../../bench/loadtest/discord-platform.js';
import { joinPlatforms } from '../../bench/loadtest/joined-platforms.js';
import { startTelegramPlatform } from '../../bench/loadtest/telegram-platform.js';
import { writeResults } from '../../bench/loadtest/write-results.js';

describe('a bot on both platforms', () => {
  it('is asked on each in turn', async () => {
    const servers = [await startTelegramPlatform(), await startDiscordPlatform()];
    const both = joinPlatforms(servers);
    const asked = [both.openRoom(), both.openRoom(), both.openRoom()].map((room) => room.ask('?').platform);
    expect(asked).toEqual(['telegram', 'discord', 'telegram']);
    await both.close();
  });
});

describe('the table of results', () => {
  let folder: string;
  const rowOf = (test: string, measured: string) => ({ test, reach: 'all', measured, isReached: true });
  const table = async (): Promise<readonly string[]> =>
    (await readFile(join(folder, 'results.md'), 'utf8')).split('\n').map((line) => line.replaceAll(/ {2,}/g, ' '));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-reliability-'));
    const padded =
      '| test    | reach | measured | reached |\n| ------- | ----- | -------- | ------- |\n| a rush  | all   | 1 of 1   | yes     |';
    await writeFile(join(folder, 'results.md'), `# Results\n\n${padded}\n| a flood | all   | 2 of 2   | yes     |\n\nThe end.\n`);
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps the rows of tests that were not run', async () => {
    await writeResults(join(folder, 'results.md'), [rowOf('a rush', '3 of 3')], 'some');
    expect((await table()).slice(4)).toEqual(['| a flood | all | 2 of 2 | yes |', '| a rush | all | 3 of 3 | yes |', '', 'The end.', '']);
  });

  it('is made anew when all were run', async () => {
    await writeResults(join(folder, 'results.md'), [rowOf('a rush', '3 of 3')], 'all');
    expect((await table()).slice(4)).toEqual(['| a rush | all | 3 of 3 | yes |', '', 'The end.', '']);
  });
});
