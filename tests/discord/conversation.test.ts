import { afterEach, describe, expect, it } from 'vitest';
import { quotes } from '../fakes/scripted-answer-service.js';
import { FLAG } from '../fakes/discord/index.js';
import { botMessage, buttonsOf, closeBots, responseTo, setUpBot, wordsOf } from './set-up.js';

afterEach(closeBots);

describe('a question by slash command', () => {
  it('is acknowledged, answered with its quotation and source, and opens the passage for the asker alone', async () => {
    const { discord, reader, channel, guild } = await setUpBot();
    const other = discord.user();
    discord.addMember(guild, other);
    const asked = reader.slash('提问', { question: '修复花了多久？' }, { where: channel });
    const answer = await responseTo(discord, asked);
    expect(asked.callback).toBe(5);
    expect(answer.embeds[0]?.author?.name).toBe('修复花了多久？');
    expect(answer.embeds[0]?.description).toContain(`> ${quotes.duration} **[1]**`);
    expect(answer.embeds[0]?.footer?.text).toBe('[1] 《灯塔重新亮起》');
    expect(buttonsOf(answer)).toEqual([['[1]'], ['👍', '👎', '追问', '开子区继续聊']]);

    const passage = await responseTo(discord, other.pressButton(answer, '[1]'));
    expect(passage.flags & FLAG.ephemeral).toBe(FLAG.ephemeral);
    expect(reader.sees(passage)).toBeUndefined();
    expect(wordsOf(passage)).toContain(`**${quotes.duration}**`);
    expect(discord.botMessages(channel)).toHaveLength(2);
    expect(await botMessage(discord, channel, 1)).toMatchObject({ id: answer.id });
  });
});
