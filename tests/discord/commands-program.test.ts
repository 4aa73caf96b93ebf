import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeDiscord, type FakeDiscord } from '../fakes/discord/index.js';
import { runProgram } from '../fakes/run-program.js';

describe('npm run discord:commands', () => {
  let folder: string;
  let discord: FakeDiscord;
  const run = (flag: string) =>
    runProgram('scripts/discord-commands.ts', [flag], {
      cwd: folder,
      environment: { DISCORD_TOKEN: discord.token, DISCORD_API_ROOT: discord.apiRoot },
    });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'footnote-commands-'));
    discord = await startFakeDiscord();
  });

  afterEach(async () => {
    await discord.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows what differs, registers it, and takes it away', async () => {
    expect((await run('--diff')).stdout).toContain('+ /ask');
    expect(discord.commands()).toEqual([]);
    expect((await run('--register')).code).toBe(0);
    expect(discord.commands().map(({ name }) => name)).toContain('ask');
    expect((await run('--diff')).stdout).toContain('as they should be');
    expect((await run('--remove')).code).toBe(0);
    expect(discord.commands()).toEqual([]);
  }, 60_000);
});
