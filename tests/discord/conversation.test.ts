import { afterEach, describe, expect, it } from 'vitest';
import { FLAG, type Message } from '../fakes/discord/index.js';
import { quotes } from '../fakes/scripted-answer-service.js';
import { botMessage, buttonsOf, closeBots, gate, responseTo, setUpBot, wordsOf } from './set-up.js';

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
    expect(buttonsOf(answer)).toEqual([['[1]'], ['👍', '👎', '追问', '在子区里继续']]);

    const passage = await responseTo(discord, other.pressButton(answer, '[1]'));
    expect(passage.flags & FLAG.ephemeral).toBe(FLAG.ephemeral);
    expect(reader.sees(passage)).toBeUndefined();
    expect(wordsOf(passage)).toContain(`**${quotes.duration}**`);
    expect(discord.botMessages(channel)).toHaveLength(2);
    expect(await botMessage(discord, channel, 1)).toMatchObject({ id: answer.id });
  });

  it('is seen by the asker alone when it is private, and so is what follows from it', async () => {
    const { discord, reader, channel } = await setUpBot();
    const asked = reader.slash('ask', { question: '修复花了多久？', private: true }, { where: channel });
    const answer = await responseTo(discord, asked);
    expect(answer.flags & FLAG.ephemeral).toBe(FLAG.ephemeral);
    expect(buttonsOf(answer).flat()).not.toContain('在子区里继续');
    const form = reader.pressButton(answer, '追问');
    await discord.until(() => form.modal);
    const followed = await responseTo(discord, reader.submitModal(form, { question: '为什么要修复灯塔？' }));
    expect(followed.flags & FLAG.ephemeral).toBe(FLAG.ephemeral);
  });

  it('is refused honestly, with the nearest passages quoted, in the language of the question', async () => {
    const { discord, reader, channel } = await setUpBot({ locale: 'zh-TW' });
    const answer = await responseTo(discord, reader.slash('ask', { question: 'Who owns the moon?' }, { where: channel }));
    expect(wordsOf(answer)).toContain('The article doesn’t say anything about that.');
    expect(wordsOf(answer)).toContain(`> ${quotes.reason} **[1]**`);
    expect(buttonsOf(answer)[0]).toEqual(['[1]', '[2]']);
  });

  it('suggests questions that the article answers, those first that go with what is typed', async () => {
    const { discord, reader, channel } = await setUpBot();
    const typing = reader.autocomplete('ask', 'question', { question: '电费' }, { where: channel });
    const choices = await discord.until(() => typing.choices);
    expect(choices[0]).toEqual({ name: '每天的电费是多少？', value: '每天的电费是多少？' });
    expect(choices).toHaveLength(3);
  });

  it('shows that it is being worked on when it takes long, and then the answer alone', async () => {
    const { passed, open } = gate();
    const { discord, reader, channel } = await setUpBot({ script: { before: passed }, adapter: { clock: hurriedClock() } });
    const asked = reader.slash('ask', { question: '修复花了多久？' }, { where: channel });
    await discord.until(() => asked.response?.content === '*正在翻文章……*');
    open();
    await discord.until(() => (asked.response?.embeds.length ?? 0) > 0);
    expect(asked.response?.content).toBe('');
    expect(discord.botMessages(channel)).toHaveLength(1);
  });

  it('works in private, and as an app of the person’s own where the bot is not', async () => {
    const { discord, reader } = await setUpBot();
    expect(wordsOf(await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' })))).toContain(quotes.duration);
    reader.installApp();
    const elsewhere = discord.guild({ members: [reader], bot: false });
    const channel = discord.channel(elsewhere);
    const answer = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    expect(buttonsOf(answer)[1]).toEqual(['👍', '👎', '追问']);
    const group = discord.groupDm([reader, discord.user()]);
    expect(wordsOf(await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: group })))).toContain('[1]');
  });
});

describe('other commands', () => {
  it('are offered in the language of the person’s Discord', async () => {
    const { discord, reader, channel } = await setUpBot();
    const offered = (locale: string) => reader.commands({ where: channel, locale }).map(({ name }) => name);
    expect(offered('en-US')).toEqual(['ask', 'sources', 'source', 'help', 'language', 'forget', 'Ask about this']);
    expect(offered('zh-CN')).toEqual(['提问', '来源', '引文', '帮助', '语言', '忘记我', '就此提问']);
    expect(offered('zh-TW')).toEqual(['提問', '來源', '引文', '說明', '語言', '忘記我', '就此提問']);
    expect(discord.refusedCalls).toEqual([]);
  });

  it('list the sources, show a citation of the last answer, help, and forget, for the person alone', async () => {
    const { discord, reader, channel } = await setUpBot();
    const say = async (name: string, options = {}): Promise<Message> =>
      responseTo(discord, reader.slash(name, options, { where: channel }));
    expect(wordsOf(await say('sources'))).toContain('灯塔重新亮起');
    await say('ask', { question: '为什么要修复灯塔？' });
    expect(wordsOf(await say('source', { number: 2 }))).toContain(`**${quotes.cost}**`);
    expect(wordsOf(await say('source', { number: 9 }))).toContain('没有第 9 处引用');
    const help = await say('help');
    expect(wordsOf(help)).toContain('/ask');
    expect(help.flags & FLAG.ephemeral).toBe(FLAG.ephemeral);
    expect(wordsOf(await say('forget'))).toBe('已经把和你有关的记录全部删除了。');
    expect(wordsOf(await say('source', { number: 1 }))).not.toContain(quotes.reason);
  });

  it('choose the language, by name or by button', async () => {
    const { discord, reader, channel } = await setUpBot();
    const chosen = await responseTo(discord, reader.slash('language', { language: 'en' }, { where: channel }));
    expect(wordsOf(chosen)).toContain('I’ll speak English');
    const list = await responseTo(discord, reader.slash('language', {}, { where: channel }));
    const pressed = reader.pressButton(list, '繁體中文');
    await discord.until(() => pressed.status === 'acknowledged' && discord.shown(list)?.components.length === 0);
    expect(wordsOf(discord.shown(list))).toContain('繁體中文');
    expect(discord.botMessages(channel)).toHaveLength(2);
  });
});

describe('a message', () => {
  it('that mentions the bot is answered as a reply, without a privileged intent', async () => {
    const { discord, reader, channel } = await setUpBot();
    reader.sendMessage(channel, '今天天气真好');
    const asked = reader.sendMessage(channel, `<@${discord.bot.id}> 修复花了多久？`);
    const answer = await botMessage(discord, channel, 1);
    expect(answer.message_reference?.message_id).toBe(asked.id);
    expect(wordsOf(answer)).toContain(quotes.duration);
    expect(discord.pingedBy(answer)).toEqual([]);
    expect(discord.gateway.identifies[0]?.intents).toBe((1 << 0) | (1 << 9) | (1 << 12));
  });

  it('that replies to an answer continues from there', async () => {
    const { discord, reader, channel, answers } = await setUpBot();
    reader.sendMessage(channel, `<@${discord.bot.id}> 修复花了多久？`);
    const answer = await botMessage(discord, channel, 1);
    reader.sendMessage(channel, '为什么要修复灯塔？', { replyTo: answer });
    await botMessage(discord, channel, 2);
    expect(answers.asked[1]).toMatchObject({ question: '为什么要修复灯塔？', conversation: { questions: ['修复花了多久？'] } });
  });

  it('in private is a question', async () => {
    const { discord, reader } = await setUpBot();
    reader.dm('修复花了多久？');
    const answer = await botMessage(discord, reader.dmChannel, 1);
    expect(wordsOf(answer)).toContain(quotes.duration);
    expect(discord.typing.length).toBeLessThanOrEqual(1);
  });

  it('is taken as the question from its menu', async () => {
    const { discord, reader, channel } = await setUpBot();
    const said = discord.user();
    discord.addMember({ id: channel.guild_id ?? '', name: '' }, said);
    const message = said.sendMessage(channel, '修复花了多久？');
    const answer = await responseTo(discord, reader.messageMenu('就此提问', message));
    expect(answer.embeds[0]?.author?.name).toBe('修复花了多久？');
    expect(wordsOf(answer)).toContain(quotes.duration);
  });

  it('in a forum post is answered there', async () => {
    const { discord, reader, guild } = await setUpBot();
    const { thread } = reader.forumPost(discord.forum(guild), '灯塔', `<@${discord.bot.id}> 修复花了多久？`);
    const answer = await botMessage(discord, thread, 1);
    expect(wordsOf(answer)).toContain(quotes.duration);
    expect(buttonsOf(answer)[1]).toEqual(['👍', '👎', '追问']);
  });

  it('cannot make the bot mention anybody, and its markup stays text', async () => {
    const { discord, reader, channel } = await setUpBot({
      script: { answers: {}, sources: [] },
    });
    const answer = await responseTo(discord, reader.slash('ask', { question: '@everyone **bold** <@1>' }, { where: channel }));
    expect(discord.pingedBy(answer)).toEqual([]);
    const calls = discord.calls.filter(({ body }) => typeof body === 'object' && body !== null && 'allowed_mentions' in body);
    expect(calls.length).toBeGreaterThan(0);
    for (const { body } of calls) expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
  });
});

// In a thread on an answer, the answer is the first message.
describe('a thread', () => {
  it('goes on from the answer it was opened on, and needs no mention where the content intent is on', async () => {
    const { discord, reader, channel, answers } = await setUpBot({ server: { bot: { privilegedIntents: ['MESSAGE_CONTENT'] } } });
    const answer = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    const pressed = await responseTo(discord, reader.pressButton(answer, '在子区里继续'));
    const thread = { id: answer.id };
    expect(pressed.content).toBe(`<#${thread.id}>`);
    expect(discord.shown(answer)?.thread?.name).toBe('问：修复花了多久？');
    expect((await botMessage(discord, thread, 2)).content).toContain('不用再提到我');
    reader.sendMessage(thread, '为什么要修复灯塔？');
    await botMessage(discord, thread, 3);
    reader.sendMessage(thread, '每天的电费是多少？');
    await botMessage(discord, thread, 4);
    expect(answers.asked.map(({ conversation }) => conversation.questions)).toEqual([[], ['修复花了多久？'], ['为什么要修复灯塔？']]);
    const again = await responseTo(discord, reader.pressButton(answer, '在子区里继续'));
    expect(again.content).toBe(`<#${thread.id}>`);
  });

  it('asks to be mentioned where the content intent is off', async () => {
    const { discord, reader, channel } = await setUpBot();
    const answer = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    await responseTo(discord, reader.pressButton(answer, '在子区里继续'));
    const thread = { id: answer.id };
    expect((await botMessage(discord, thread, 2)).content).toContain('请@我');
    reader.sendMessage(thread, `<@${discord.bot.id}> 为什么要修复灯塔？`);
    expect(wordsOf(await botMessage(discord, thread, 3))).toContain(quotes.reason);
  });

  it('of its own is known after a restart, also when it slept meanwhile', async () => {
    const first = await setUpBot({ server: { bot: { privilegedIntents: ['MESSAGE_CONTENT'] } } });
    const { discord, reader, channel } = first;
    const answer = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    await responseTo(discord, reader.pressButton(answer, '在子区里继续'));
    const thread = { id: answer.id };
    await botMessage(discord, thread, 2);
    await first.bot.stop(1_000);
    discord.archive(thread);
    await setUpBot({ before: first });
    reader.sendMessage(thread, '为什么要修复灯塔？');
    expect(wordsOf(await botMessage(discord, thread, 3))).toContain(quotes.reason);
  });

  it('of other people is left alone', async () => {
    const { discord, reader, channel } = await setUpBot({ server: { bot: { privilegedIntents: ['MESSAGE_CONTENT'] } } });
    const thread = discord.thread(channel, { owner: reader });
    reader.sendMessage(thread, '修复花了多久？');
    reader.sendMessage(thread, `<@${discord.bot.id}> 为什么要修复灯塔？`);
    expect(wordsOf(await botMessage(discord, thread, 1))).toContain(quotes.reason);
  });
});

describe('feedback', () => {
  it('is one vote a person, which can be changed, and 👎 opens a form', async () => {
    const { discord, reader, channel, guild, stores } = await setUpBot();
    const other = discord.user({ locale: 'en-US' });
    discord.addMember(guild, other);
    const answer = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    const [stored] = await stores.answers.since(0);
    const id = stored?.id ?? '';
    await responseTo(discord, reader.pressButton(answer, '👍'));
    await responseTo(discord, other.pressButton(answer, '👍'));
    expect(await stores.feedback.tally(id)).toEqual({ up: 2, down: 0 });
    const form = other.pressButton(answer, '👎');
    expect((await discord.until(() => form.modal)).title).toBe('What was wrong?');
    await expect.poll(() => stores.feedback.tally(id)).toEqual({ up: 1, down: 1 });
    const thanked = await responseTo(discord, other.submitModal(form, { reason: 'incomplete', comment: 'Which keeper?' }));
    expect(thanked.content).toBe('Noted, thank you!');
    expect(await stores.feedback.since(0)).toContainEqual(
      expect.objectContaining({ vote: 'down', reason: 'incomplete', comment: 'Which keeper?' }),
    );
  });
});

describe('after a restart', () => {
  it('buttons of old answers work, and say so when the source has changed', async () => {
    const first = await setUpBot();
    const { discord, reader, channel } = first;
    const answer = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    await first.bot.stop(1_000);
    const second = await setUpBot({ before: first });
    second.answers.changeSource();
    const passage = await responseTo(discord, reader.pressButton(answer, '[1]'));
    expect(wordsOf(passage)).toContain(quotes.duration);
    expect(wordsOf(passage)).toContain('文章在这次回答之后改动过');
    const kept = await setUpBot({ before: first, started: false });
    await second.bot.stop(1_000);
    await kept.stores.purge(Number.MAX_SAFE_INTEGER);
    await kept.bot.start();
    expect(wordsOf(await responseTo(discord, reader.pressButton(answer, '[1]')))).toContain('请再问一次');
  });
});

describe('places that are not served', () => {
  it('are told so: by interaction always, by message once', async () => {
    const { discord, reader, channel } = await setUpBot({ adapter: { allowedGuilds: ['1'] } });
    const refused = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: channel }));
    expect(refused.content).toBe('这里没有开通我的服务，请联系管理员。');
    expect(refused.flags & FLAG.ephemeral).toBe(FLAG.ephemeral);
    reader.sendMessage(channel, `<@${discord.bot.id}> 修复花了多久？`);
    reader.sendMessage(channel, `<@${discord.bot.id}> 修复花了多久？`);
    reader.dm('修复花了多久？');
    expect(wordsOf(await botMessage(discord, reader.dmChannel, 1))).toContain(quotes.duration);
    expect(discord.botMessages(channel)).toHaveLength(2);
  });

  it('do not take threads of served channels with them', async () => {
    const setup = await setUpBot({ started: false });
    const { discord, reader, channel, guild } = setup;
    const other = discord.channel(guild);
    await setUpBot({ before: setup, adapter: { allowedChannels: [channel.id] } });
    const thread = discord.thread(channel, { owner: reader });
    reader.sendMessage(thread, `<@${discord.bot.id}> 修复花了多久？`);
    expect(wordsOf(await botMessage(discord, thread, 1))).toContain(quotes.duration);
    const refused = await responseTo(discord, reader.slash('ask', { question: '修复花了多久？' }, { where: other }));
    expect(refused.content).toContain('这里没有开通');
  });
});

/** Waits of seconds are over at once, so that the word on the progress comes. */
function hurriedClock() {
  return {
    now: Date.now,
    wait: (milliseconds: number, signal?: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(milliseconds, 20));
        signal?.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      }),
  };
}
