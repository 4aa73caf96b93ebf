import { describe, expect, it } from 'vitest';
import { createLimits } from '../../src/chat/conversation/limits.js';
import { toPlainText } from '../../src/chat/replies/plain-text.js';
import type { Action, Incoming, Reply, Sender } from '../../src/chat/index.js';
import { createTurnQueue } from '../../src/chat/conversation/turn-queue.js';
import { setUpChat } from '../fakes/chat-setup.js';
import { answered, courtesy, quotes, scriptedAnswers } from '../fakes/scripted-answer-service.js';

const ann: Sender = { platform: 'telegram', chat: 'c1', user: 'ann', clientLanguage: 'zh-CN' };
const ben: Sender = { ...ann, user: 'ben', clientLanguage: 'en' };

const asking = (text: string, more: Partial<Extract<Incoming, { kind: 'question' }>> = {}): Incoming => ({
  kind: 'question',
  sender: ann,
  text,
  ...more,
});
const doing = (action: Action, sender = ann): Incoming => ({ kind: 'action', sender, action });
const saying = (reply: Reply): string => toPlainText(reply);
const minutes = (count: number): number => count * 60_000;

describe('asking', () => {
  it('answers, and keeps the answer without its candidates', async () => {
    const { chat, stores } = setUpChat();
    const reply = await chat.handle(asking('修复花了多久？'));
    expect(saying(reply)).toContain(quotes.duration);
    const stored = await stores.answers.find(reply.answerId!);
    expect(stored).toMatchObject({ questions: ['修复花了多久？'], language: 'zh-Hans', answer: { kind: 'answered', candidates: [] } });
  });

  it('understands a follow-up with the questions before it', async () => {
    const { chat, answers } = setUpChat();
    await chat.handle(asking('修复花了多久？'));
    await chat.handle(asking('那为什么呢？'));
    expect(answers.asked[1]?.conversation.questions).toEqual(['修复花了多久？']);
  });

  it('tells what was shown before, so that it gives way to what was not', async () => {
    const { chat, answers } = setUpChat();
    await chat.handle(asking('修复花了多久？'));
    await chat.handle(asking('每天的电费是多少？'));
    await chat.handle(asking('那为什么呢？'));
    expect(answers.asked.map(({ conversation }) => conversation.shown?.length)).toEqual([0, 1, 2]);
  });

  it('remembers five questions at most, and none after half an hour of silence', async () => {
    const { chat, answers, clock } = setUpChat();
    for (let number = 1; number <= 7; number++) await chat.handle(asking(`问题${number}？`));
    expect(answers.asked[6]?.conversation.questions).toEqual(['问题2？', '问题3？', '问题4？', '问题5？', '问题6？']);
    clock.at += minutes(31);
    await chat.handle(asking('问题8？'));
    expect(answers.asked[7]?.conversation.questions).toEqual([]);
  });

  it('keeps apart what different people, chats and topics talk about', async () => {
    const { chat, answers } = setUpChat();
    await chat.handle(asking('修复花了多久？'));
    for (const sender of [ben, { ...ann, chat: 'c2' }, { ...ann, topic: 't' }]) await chat.handle(asking('为什么？', { sender }));
    expect(answers.asked.slice(1).map(({ conversation }) => conversation.questions)).toEqual([[], [], []]);
  });

  it('takes no courtesy for a turn of the conversation', async () => {
    const { chat, answers } = setUpChat({ answers: { ...scriptedAnswers, 谢谢: courtesy('thanks') } });
    await chat.handle(asking('修复花了多久？'));
    await chat.handle(asking('谢谢'));
    await chat.handle(asking('为什么？'));
    expect(answers.asked[2]?.conversation.questions).toEqual(['修复花了多久？']);
  });

  it('continues from an older answer when its message is replied to, whoever replies', async () => {
    const { chat, answers } = setUpChat();
    const old = await chat.handle(asking('修复花了多久？'));
    await chat.shown(old.answerId!, { platform: 'telegram', chat: 'c1', message: 'm7' });
    await chat.handle(asking('每天的电费是多少？'));
    await chat.handle(asking('为什么？', { sender: ben, replyTo: 'm7' }));
    expect(answers.asked[2]?.conversation.questions).toEqual(['修复花了多久？']);
  });

  it('shows the answer already given when the same message comes again after a crash', async () => {
    const { chat, answers } = setUpChat();
    const first = await chat.handle(asking('修复花了多久？', { message: 'm1' }));
    const again = await chat.handle(asking('修复花了多久？', { message: 'm1' }));
    expect(again).toEqual(first);
    expect(answers.asked).toHaveLength(1);
  });

  it('logs the question with its kind, score and time, and the person as a hash only', async () => {
    const { chat, stores, clock } = setUpChat();
    await chat.handle(asking('修复花了多久？'));
    const [entry] = await stores.questions.since(0);
    expect(entry).toMatchObject({
      at: clock.at,
      kind: 'answered',
      confidence: 'high',
      topScore: 0.8,
      platform: 'telegram',
      language: 'zh-Hans',
    });
    expect(entry?.person).not.toContain('ann');
  });

  it('tells the person’s own language for what holds no words', async () => {
    const { chat } = setUpChat({ answers: { '…': courtesy('unreadable', 'en') } });
    expect((await chat.handle(asking('…'))).language).toBe('zh-Hans');
  });

  it('keeps what every database takes: no NUL, no lone surrogates, no more than is read', async () => {
    const { chat, stores } = setUpChat({ answers: { ['a\0b\ud800'.repeat(300)]: courtesy('too-long') } });
    const reply = await chat.handle(asking('a\0b\ud800'.repeat(300)));
    const [question = ''] = (await stores.answers.find(reply.answerId!))?.questions ?? [];
    expect(question).toMatch(/^[ab]+$/);
    expect(question.length).toBeLessThanOrEqual(500);
  });

  it('apologises and logs when the answer service fails, and answers the next question', async () => {
    let broken = true;
    const before = async (): Promise<void> => {
      if (broken) throw new Error('index on fire');
    };
    const { chat, logged } = setUpChat({ before });
    expect(saying(await chat.handle(asking('修复花了多久？')))).toContain('抱歉');
    expect(logged.join()).toContain('could not be dealt with');
    broken = false;
    expect(saying(await chat.handle(asking('修复花了多久？')))).toContain(quotes.duration);
  });

  it('tells an observer of every answer with its ranking', async () => {
    const seen: number[] = [];
    const { chat } = setUpChat({}, { observe: ({ answer }) => seen.push(answer.candidates.length) });
    await chat.handle(asking('为什么要修复灯塔？'));
    expect(seen).toEqual([2]);
  });
});

describe('an edited question', () => {
  const edited = (text: string): Incoming => ({ kind: 'edited-question', sender: ann, text, message: 'm1' });

  it('is answered again under the same id, with what was said before it', async () => {
    const { chat, answers, stores } = setUpChat();
    await chat.handle(asking('每天的电费是多少？'));
    const first = await chat.handle(asking('修复花了多久？', { message: 'm1' }));
    const second = await chat.handle(edited('为什么要修复灯塔？'));
    expect(second).toMatchObject({ placement: 'in-place', answerId: first.answerId });
    expect(answers.asked[2]?.conversation.questions).toEqual(['每天的电费是多少？']);
    expect((await stores.answers.find(first.answerId!))?.questions.at(-1)).toBe('为什么要修复灯塔？');
  });

  it('takes the place of what it was in the conversation', async () => {
    const { chat, answers } = setUpChat();
    await chat.handle(asking('修复花了多久？', { message: 'm1' }));
    await chat.handle(asking('每天的电费是多少？'));
    await chat.handle(edited('为什么要修复灯塔？'));
    await chat.handle(asking('还有呢？'));
    expect(answers.asked[3]?.conversation.questions).toEqual(['为什么要修复灯塔？', '每天的电费是多少？']);
  });

  it('is left alone after ten minutes, when it says the same, or when it was never answered', async () => {
    const { chat, answers, clock } = setUpChat();
    expect((await chat.handle(edited('从没问过？'))).placement).toBe('silent');
    await chat.handle(asking('修复花了多久？', { message: 'm1' }));
    expect((await chat.handle(edited('修复花了多久？'))).placement).toBe('silent');
    clock.at += minutes(11);
    expect((await chat.handle(edited('为什么？'))).placement).toBe('silent');
    expect(answers.asked).toHaveLength(1);
  });
});

describe('buttons', () => {
  it('open a passage with its neighbours in place, and lead back to the answer', async () => {
    const { chat } = setUpChat();
    const answer = await chat.handle(asking('为什么要修复灯塔？'));
    const opened = await chat.handle(doing({ kind: 'open-passage', answerId: answer.answerId!, number: 2 }, ben));
    expect(opened.placement).toBe('in-place');
    expect(saying(opened)).toContain('修复的原因是港口');
    expect(opened.blocks.find((block) => block.kind === 'quotation' && block.number === 2)).toMatchObject({
      runs: [{ kind: 'strong', text: quotes.cost }],
    });
    expect(opened.actions.map((row) => row.map(({ label }) => label))).toEqual([['[1]'], ['‹ 返回回答', '查看原文']]);
    const back = await chat.handle(doing({ kind: 'back-to-answer', answerId: answer.answerId! }, ben));
    expect(back).toEqual({ ...answer, placement: 'in-place' });
  });

  it('open the nearest passages of a refusal', async () => {
    const { chat } = setUpChat();
    const refusal = await chat.handle(asking('北极有多冷？'));
    expect(saying(await chat.handle(doing({ kind: 'open-passage', answerId: refusal.answerId!, number: 1 })))).toContain(quotes.reason);
  });

  it('say that the source has changed since, and show what was quoted', async () => {
    const { chat, answers } = setUpChat();
    const { answerId } = await chat.handle(asking('修复花了多久？'));
    answers.changeSource();
    const opened = await chat.handle(doing({ kind: 'open-passage', answerId: answerId!, number: 1 }));
    expect(saying(opened)).toContain('改动过');
    expect(saying(opened)).toContain(quotes.duration);
  });

  it('work after a restart', async () => {
    const before = setUpChat();
    const { answerId } = await before.chat.handle(asking('修复花了多久？'));
    const after = setUpChat({}, { stores: before.stores });
    expect(saying(await after.chat.handle(doing({ kind: 'open-passage', answerId: answerId!, number: 1 })))).toContain(quotes.duration);
  });

  it('say so when the answer is not kept any more, or has no such citation', async () => {
    const { chat } = setUpChat();
    expect(saying(await chat.handle(doing({ kind: 'open-passage', answerId: 'gone', number: 1 })))).toContain('没有留着');
    const { answerId } = await chat.handle(asking('修复花了多久？'));
    expect(saying(await chat.handle(doing({ kind: 'open-passage', answerId: answerId!, number: 9 })))).toContain('没有第 9 处');
  });

  it('ask a suggested question, and say which', async () => {
    const { chat, answers } = setUpChat();
    const welcome = await chat.handle({ kind: 'command', sender: ann, name: 'start', argument: '' });
    const reply = await chat.handle(doing({ kind: 'ask-suggestion', answerId: welcome.answerId!, number: 2 }, ben));
    expect(answers.asked[0]?.question).toBe('为什么要修复灯塔？');
    expect(reply.blocks[0]).toMatchObject({ kind: 'heading', runs: [{ text: '为什么要修复灯塔？' }] });
  });

  it('choose the language that the bot speaks from then on', async () => {
    const { chat } = setUpChat();
    await chat.handle(doing({ kind: 'choose-language', language: 'en' }));
    expect((await chat.handle(asking('修复花了多久？'))).language).toBe('en');
  });
});

describe('feedback', () => {
  const voting = (answerId: string, vote: 'up' | 'down', sender = ann): Incoming => doing({ kind: 'vote', answerId, vote }, sender);

  it('counts one vote a person, which can be changed', async () => {
    const { chat, stores } = setUpChat();
    const answerId = (await chat.handle(asking('修复花了多久？'))).answerId!;
    await chat.handle(voting(answerId, 'up'));
    await chat.handle(voting(answerId, 'up', ben));
    expect(await stores.feedback.tally(answerId)).toEqual({ up: 2, down: 0 });
    await chat.handle(voting(answerId, 'down'));
    expect(await stores.feedback.tally(answerId)).toEqual({ up: 1, down: 1 });
  });

  it('asks once what was wrong, with three reasons', async () => {
    const { chat, stores } = setUpChat();
    const answerId = (await chat.handle(asking('修复花了多久？'))).answerId!;
    const first = await chat.handle(voting(answerId, 'down'));
    expect(first.placement).toBe('aside');
    expect(first.actions[0]?.map(({ label }) => label)).toEqual(['答错了', '不完整', '看不懂']);
    await chat.handle(doing({ kind: 'give-reason', answerId, reason: 'unclear', comment: ' too short ' }));
    expect((await chat.handle(voting(answerId, 'down'))).actions).toEqual([]);
    expect((await stores.feedback.since(0))[0]).toMatchObject({ vote: 'down', reason: 'unclear', comment: 'too short' });
  });
});

describe('limits', () => {
  it('say one polite sentence, and nothing after it', async () => {
    const { chat, answers } = setUpChat({}, { limits: createLimits({ windowSeconds: 60, perPerson: 1, perChat: 10 }) });
    const replies = [];
    for (let asked = 0; asked < 4; asked++) replies.push(await chat.handle(asking('修复花了多久？')));
    expect(replies.map(({ placement }) => placement)).toEqual(['message', 'message', 'silent', 'silent']);
    expect(saying(replies[1]!)).toContain('问得有点快');
    expect(answers.asked).toHaveLength(1);
  });

  it('hold for buttons and commands, too, with a word aside', async () => {
    const { chat } = setUpChat({}, { limits: createLimits({ windowSeconds: 60, perPerson: 1, perChat: 10 }) });
    const answerId = (await chat.handle(asking('修复花了多久？'))).answerId!;
    const placements: string[] = [];
    for (let pressed = 0; pressed < 4; pressed++) {
      placements.push((await chat.handle(doing({ kind: 'open-passage', answerId, number: 1 }))).placement);
    }
    expect(placements).toEqual(['in-place', 'in-place', 'aside', 'silent']);
    const command = { kind: 'command', sender: asking('').sender, name: 'help', argument: '' } as const;
    expect((await chat.handle(command)).placement).toBe('silent');
  });

  it('do not count what was accepted before a restart', async () => {
    const { chat } = setUpChat({}, { limits: createLimits({ windowSeconds: 60, perPerson: 1, perChat: 10 }) });
    for (let resumed = 0; resumed < 3; resumed++) {
      expect((await chat.handle(asking('修复花了多久？'), { again: true })).answerId).toBeDefined();
    }
    expect((await chat.handle(asking('修复花了多久？'))).answerId).toBeDefined();
  });

  it('say that too many are waiting, and answer every question that was accepted', async () => {
    const { chat } = setUpChat({}, { queue: createTurnQueue({ concurrency: 1, maxWaiting: 2, maxWaitingInChat: 2 }) });
    const replies = await Promise.all(
      ['修复花了多久？', '为什么要修复灯塔？', '每天的电费是多少？', '太多了？'].map((text) => chat.handle(asking(text))),
    );
    expect(
      replies
        .map(saying)
        .slice(0, 3)
        .every((text) => text.includes('原文')),
    ).toBe(true);
    expect(saying(replies[3]!)).toContain('有点多');
  });

  it('keep replies of a chat in the order of its messages, a command after a question included', async () => {
    const { chat } = setUpChat({ before: () => new Promise((resolve) => void setTimeout(resolve, 5)) });
    const [, source] = await Promise.all([
      chat.handle(asking('修复花了多久？')),
      chat.handle({ kind: 'command', sender: ann, name: 'source', argument: '1' }),
    ]);
    expect(saying(source)).toContain(quotes.duration);
  });
});

describe('suggesting while somebody types', () => {
  it('puts first what goes with what has been typed', async () => {
    const { chat } = setUpChat();
    expect(await chat.suggest(ann, '电费', 2)).toEqual(['每天的电费是多少？', '修复花了多久？']);
    expect(await chat.suggest(ann, '', 1)).toEqual(['修复花了多久？']);
    expect(await chat.suggest(ben, 'repair', 1)).toEqual(['How long did the repair take?']);
  });
});

describe('inline results', () => {
  it('give the cited answer first, then other passages, each able to stand alone', async () => {
    const cited = answered([quotes.duration, quotes.reason]);
    const answer = { ...cited, statements: cited.statements.slice(0, 1), citations: cited.citations.slice(0, 1) };
    const { chat, stores } = setUpChat({ answers: { '修复花了多久？': answer } });
    const results = (await chat.inline(ann, '修复花了多久？', 5)) ?? [];
    expect(results.map(({ title }) => title)).toEqual([quotes.duration, quotes.reason]);
    expect(saying(results[0]!.reply)).toContain('修复花了多久？\n');
    expect(saying(results[1]!.reply)).toContain('《灯塔重新亮起》');
    expect(new Set(results.map(({ id }) => id)).size).toBe(2);
    expect(await stores.questions.since(0)).toEqual([]);
  });

  it('give the nearest passages of a refusal, and answers to suggested questions for nothing typed', async () => {
    const { chat } = setUpChat();
    expect((await chat.inline(ann, '北极有多冷？', 5))?.map(({ title }) => title)).toEqual([quotes.reason, quotes.cost]);
    const suggested = (await chat.inline(ann, '', 5)) ?? [];
    expect(suggested.map(({ title }) => title)).toEqual(['修复花了多久？', '为什么要修复灯塔？', '每天的电费是多少？']);
  });

  it('are made for what a person typed last, and one person at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const before = async (): Promise<void> => {
      most = Math.max(most, ++atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce--;
    };
    const { chat, answers } = setUpChat({ before });
    const typing = ['北', '北极', '北极有多', '北极有多冷？'].map((text) => chat.inline(ann, text, 1));
    const others = ['c', 'd', 'e'].map((user) => chat.inline({ ...ann, user }, '北极有多冷？', 1));
    expect((await Promise.all(typing)).map((results) => results?.length)).toEqual([undefined, undefined, undefined, 1]);
    for (const results of await Promise.all(others)) expect(results).toHaveLength(1);
    expect(most).toBe(1);
    expect(answers.asked).toHaveLength(5);
  });

  it('are none past the limits, and then not even that', async () => {
    const { chat } = setUpChat({}, { limits: createLimits({ windowSeconds: 60, perPerson: 1, perChat: 10 }) });
    expect(await chat.inline(ann, '北极有多冷？', 1)).toHaveLength(1);
    expect(await chat.inline(ann, '北极有多冷？', 1)).toEqual([]);
    expect(await chat.inline(ann, '北极有多冷？', 1)).toBeUndefined();
    expect(await chat.inline(ben, '北极有多冷？', 1)).toHaveLength(1);
  });

  it('give no more than asked for, and nothing when something breaks', async () => {
    const { chat } = setUpChat();
    expect(await chat.inline(ann, '北极有多冷？', 1)).toHaveLength(1);
    const failing = setUpChat({ before: () => Promise.reject(new Error('broken')) });
    expect(await failing.chat.inline(ann, '为什么？', 5)).toEqual([]);
  });
});
