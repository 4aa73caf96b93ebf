import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stores } from '../../src/chat/index.js';
import { createGate } from '../fakes/gate.js';
import { failures, openOnFailingDisk, type FailingDisk } from '../storage/failing-disk.js';
import { createTemporaryFolder, type TemporaryFolder } from '../storage/temporary-folder.js';
import { botMessage, closeBots, responseTo, setUpBot, wordsOf } from './set-up.js';

const question = '修复花了多久？';
const sorry = '抱歉';

/** Discord brings nothing again: whoever asked has to be told. */
describe('a store that cannot write', () => {
  let folder: TemporaryFolder;
  let disk: FailingDisk;

  beforeEach(async () => {
    folder = createTemporaryFolder();
    disk = await openOnFailingDisk(join(folder.path, 'footnote.sqlite'));
  });
  afterEach(async () => {
    disk.recover();
    await closeBots();
    await disk.stores.close();
    folder.remove();
  });

  it.each(failures)('(%s) has every command answered by an apology, and nothing begun', async (how) => {
    const { discord, reader, channel, answers } = await setUpBot({ stores: disk.stores });
    disk.fail(how);
    const asked = [0, 1, 2].map(() => reader.slash('ask', { question }, { where: channel }));
    for (const view of asked) expect(wordsOf(await responseTo(discord, view))).toContain(sorry);
    expect(answers.asked).toEqual([]);
    disk.recover();
    const again = reader.slash('ask', { question }, { where: channel });
    expect(wordsOf(await responseTo(discord, again))).toContain('三年');
    expect(answers.asked).toHaveLength(1);
  });

  it('apologises for messages once in a channel', async () => {
    const { discord, reader, channel, answers } = await setUpBot({ stores: disk.stores });
    disk.fail('full');
    for (let asked = 0; asked < 5; asked++) reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    expect(wordsOf(await botMessage(discord, channel, 1))).toContain(sorry);
    disk.recover();
    reader.sendMessage(channel, `<@${discord.bot.id}> ${question}`);
    expect(wordsOf(await botMessage(discord, channel, 2))).toContain('三年');
    expect(discord.botMessages(channel)).toHaveLength(2);
    expect(answers.asked).toHaveLength(1);
  });

  it('and hangs has an apology come in time, and what it writes in the end is not answered', async () => {
    const writing = createGate();
    const accept: Stores['deliveries']['accept'] = async (update) => {
      await writing.passed();
      return disk.stores.deliveries.accept(update);
    };
    const deliveries = { ...disk.stores.deliveries, accept };
    const { discord, reader, channel, answers } = await setUpBot({ stores: disk.stores, adapter: { deliveries } });
    const asked = reader.slash('ask', { question }, { where: channel });
    expect(wordsOf(await responseTo(discord, asked))).toContain(sorry);
    writing.open();
    await expect.poll(() => disk.stores.deliveries.owed('discord')).toEqual([]);
    expect(answers.asked).toEqual([]);
  });
});
