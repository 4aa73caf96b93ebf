import { afterEach, describe, expect, it } from 'vitest';
import { closeBots, responseTo, setUpBot, wordsOf, type BotSetup } from './set-up.js';

afterEach(closeBots);

const secret = '我的工资是多少？';

/** A bot of which the reader is the only administrator; somebody else has asked in private what the article does not answer. */
async function setUpAdministered(): Promise<BotSetup> {
  const before = await setUpBot({ started: false });
  const setup = await setUpBot({ before, adapter: { admins: [before.reader.user.id] } });
  await setup.chat.handle({ kind: 'question', sender: { platform: 'telegram', chat: '7', user: '7', isPrivate: true }, text: secret });
  return setup;
}

describe('administrators’ commands on Discord', () => {
  it('tell a stranger nothing in a server of the stranger’s own, and the owner and moderators of the readers’ server neither', async () => {
    const { discord, guild, channel } = await setUpAdministered();
    const stranger = discord.user({ locale: 'en-US' });
    const own = discord.guild({ members: [stranger], owner: stranger });
    const ownChannel = discord.channel(own);
    const moderator = discord.user({ locale: 'en-US' });
    discord.addMember(guild, moderator, ['MANAGE_GUILD', 'ADMINISTRATOR']);
    for (const command of ['unanswered', 'stats']) {
      for (const [person, place] of [
        [stranger, { where: ownChannel }],
        [stranger, {}],
        [moderator, { where: channel }],
        [moderator, {}],
      ] as const) {
        expect(wordsOf(await responseTo(discord, person.slash(command, {}, place)))).toBe('Only administrators can use this command.');
      }
    }
  });

  it('tell the administrators of the configuration everything in private, and in a server what was asked there', async () => {
    const { discord, reader, guild, channel } = await setUpAdministered();
    discord.addMember(guild, reader, ['MANAGE_GUILD']);
    const say = async (command: string, place: { readonly where?: typeof channel }): Promise<string> =>
      wordsOf(await responseTo(discord, reader.slash(command, {}, place)));
    expect(await say('unanswered', {})).toContain(secret);
    expect(await say('unanswered', { where: channel })).not.toContain(secret);
    await responseTo(discord, reader.slash('ask', { question: '火星上有水吗？' }, { where: channel }));
    const here = await say('unanswered', { where: channel });
    expect(here).toContain('火星上有水吗？');
    expect(here).not.toContain(secret);
    expect(await say('stats', { where: channel })).toMatch(/(?<!\d)1(?!\d)/);
  });

  it('are in nobody’s menu where the configuration names no administrator', async () => {
    const { discord, guild, channel } = await setUpBot();
    const moderator = discord.user();
    discord.addMember(guild, moderator, ['MANAGE_GUILD']);
    const offered = moderator.commands({ where: channel, locale: 'en-US' }).map(({ name }) => name);
    expect(offered).not.toContain('stats');
    expect(offered).not.toContain('unanswered');
  });
});
