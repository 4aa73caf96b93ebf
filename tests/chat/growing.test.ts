import { describe, expect, it } from 'vitest';
import { createAnswerIds, createTurnQueue, toPlainText, type Incoming, type Reply, type Sender } from '../../src/chat/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import { answered, progressOf, quotes, refused, type Script } from '../fakes/scripted-answer-service.js';

const ann: Sender = { platform: 'telegram', chat: 'c1', user: 'ann', clientLanguage: 'zh-CN' };
const question = '为什么要修复灯塔？';
const answer = answered([quotes.reason, quotes.cost]);
const asking: Incoming = { kind: 'question', sender: ann, text: question, message: 'm1' };
const growing: Script = {
  answers: { [question]: answer },
  growing: { [question]: [0, 1, 2].map((count) => ({ progress: progressOf(answer, count) })) },
};
const answerIdOf = createAnswerIds(new Uint8Array(32).fill(7));

/** Everything that is shown on the way to the reply, and the reply. */
async function watch({ chat }: ChatSetup, incoming: Incoming): Promise<{ readonly drafts: readonly Reply[]; readonly reply: Reply }> {
  const drafts: Reply[] = [];
  const reply = await chat.handle(incoming, { onProgress: (draft) => drafts.push(draft) });
  return { drafts, reply };
}

describe('an answer that grows', () => {
  it('is shown by its statements with their marks, as soon as there is one, without quotations and buttons', async () => {
    const { drafts, reply } = await watch(setUpChat(growing), asking);
    expect(drafts.map(toPlainText)).toEqual([`${quotes.reason} [1]`, `${quotes.reason} [1]\n${quotes.cost} [2]`]);
    for (const draft of drafts) expect(draft).toMatchObject({ placement: 'message', answerId: reply.answerId, actions: [] });
  });

  it('is in the end what it would have been at once', async () => {
    const { reply } = await watch(setUpChat(growing), asking);
    expect(reply).toEqual(await setUpChat({ answers: { [question]: answer } }).chat.handle(asking));
  });

  it('carries its caution from the first statement on', async () => {
    const low = { ...answer, confidence: 'low' as const };
    const script = { answers: { [question]: low }, growing: { [question]: [{ progress: progressOf(low, 1) }] } };
    const { drafts } = await watch(setUpChat(script), asking);
    expect(drafts[0]?.blocks.map(({ kind }) => kind)).toEqual(['note', 'paragraph']);
  });

  it('to an edited question goes where the earlier answer is, and says why', async () => {
    const setup = setUpChat(growing);
    const first = await setup.chat.handle({ ...asking, text: '修复花了多久？' });
    const { drafts, reply } = await watch(setup, { kind: 'edited-question', sender: ann, text: question, message: 'm1' });
    expect(drafts[0]).toMatchObject({ placement: 'in-place', answerId: first.answerId });
    expect(drafts[0]?.blocks[0]).toEqual(reply.blocks[0]);
  });

  it('to a suggestion says what it answers', async () => {
    const setup = setUpChat({ answers: growing.answers!, growing: growing.growing! });
    const welcome = await setup.chat.handle({ kind: 'command', sender: ann, name: 'start', argument: '' });
    const action = { kind: 'ask-suggestion', answerId: welcome.answerId!, number: 2 } as const;
    const { drafts, reply } = await watch(setup, { kind: 'action', sender: ann, action });
    expect(drafts[0]?.blocks[0]).toEqual(reply.blocks[0]);
    expect(drafts[0]?.blocks[0]?.kind).toBe('heading');
  });

  it('is rationed by person: the answer service is told a key of who asks', async () => {
    const setup = setUpChat();
    await setup.chat.handle(asking);
    await setup.chat.handle({ ...asking, sender: { ...ann, user: 'ben' }, message: 'm2' });
    const [anns, bens] = setup.answers.asked.map(({ options }) => options.person);
    expect(anns).not.toBe(bens);
    expect(anns).not.toContain('ann');
  });

  it('is not what is shown at every key that is pressed: that asks no model', async () => {
    const setup = setUpChat();
    await setup.chat.inline(ann, question, 1);
    await setup.chat.inline(ann, '', 1);
    expect(new Set(setup.answers.asked.map(({ options }) => options.effort))).toEqual(new Set(['least']));
  });
});

describe('a question that is thought about', () => {
  const thorough: Script = {
    ...growing,
    canThink: true,
    growing: {
      [question]: [
        { progress: progressOf(answer, 0, [{ id: 1, state: 'doing', kind: 'split', questions: [] }]) },
        {
          progress: progressOf(answer, 1, [
            { id: 1, state: 'doing', kind: 'split', questions: [] },
            { id: 2, state: 'doing', kind: 'look-up', question: '为什么\n修？'.repeat(40), passages: 0 },
            { id: 1, state: 'done', kind: 'split', questions: ['为什么修？', '花多少？'] },
          ]),
        },
      ],
    },
  };

  it('shows what is being done and what was, each step as it was last told, above the statements', async () => {
    const { drafts } = await watch(setUpChat(thorough), { ...asking, effort: 'thorough' });
    expect(toPlainText(drafts[0]!)).toBe('- … 正在拆解问题');
    const [first = '', second = '', third] = toPlainText(drafts[1]!).split('\n');
    expect(first).toBe('- ✓ 拆成 2 个小问题');
    expect(second).toMatch(/^- … 正在查找：为什么 修？.*…$/);
    expect([...second].length).toBeLessThan(130);
    expect(third).toBe(`${quotes.reason} [1]`);
  });

  it('shows nothing of that in the answer', async () => {
    const { reply } = await watch(setUpChat(thorough), { ...asking, effort: 'thorough' });
    expect(reply).toEqual(await setUpChat({ answers: growing.answers! }).chat.handle(asking));
  });

  it('is asked thoroughly, also after it was edited', async () => {
    const { chat, answers } = setUpChat(thorough);
    await chat.handle({ ...asking, effort: 'thorough' });
    await chat.handle({ kind: 'edited-question', sender: ann, text: '修复花了多久？', effort: 'thorough', message: 'm1' });
    expect(answers.asked.map(({ options }) => options.effort)).toEqual(['thorough', 'thorough']);
  });
});

describe('asked again after a crash', () => {
  it.each<[string, Incoming]>([
    ['a message', asking],
    ['a command', { kind: 'command', sender: ann, name: 'ask', argument: question, message: 'm1' }],
    ['a form', { kind: 'question', sender: ann, text: question, request: 'form 1' }],
  ])('%s has an answer of the same id', async (_, incoming) => {
    const first = await setUpChat(growing, { answerIdOf }).chat.handle(incoming);
    const again = await setUpChat(growing, { answerIdOf }).chat.handle(incoming);
    expect(again.answerId).toBe(first.answerId);
  });

  it('a suggestion, too, which nobody wrote a message for', async () => {
    const setup = setUpChat(growing, { answerIdOf });
    const { answerId } = await setup.chat.handle({ kind: 'command', sender: ann, name: 'start', argument: '', message: 'm0' });
    const press = (request: string): Promise<Reply> =>
      setup.chat.handle({ kind: 'action', sender: ann, request, action: { kind: 'ask-suggestion', answerId: answerId!, number: 1 } });
    expect((await press('p1')).answerId).toBe((await press('p1')).answerId);
    expect((await press('p2')).answerId).not.toBe((await press('p1')).answerId);
  });

  it('what shows no answer after all names the answer whose place it takes', async () => {
    const failing = setUpChat({ before: () => Promise.reject(new Error('no model')) }, { answerIdOf });
    const { reply } = await watch(failing, asking);
    expect(toPlainText(reply)).toContain('抱歉');
    expect(reply.insteadOf).toBe((await setUpChat(growing, { answerIdOf }).chat.handle(asking)).answerId);
  });

  it('a refusal is an answer of its own', async () => {
    const setup = setUpChat({ answers: { [question]: refused() }, growing: growing.growing! }, { answerIdOf });
    const { drafts, reply } = await watch(setup, asking);
    expect(reply.answerId).toBe(drafts[0]?.answerId);
    expect(toPlainText(reply)).toContain('没有讲到');
  });
});

describe('while an answer is being made', () => {
  const held = () => {
    let release = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    const queue = createTurnQueue({ concurrency: 4, maxWaiting: 100, maxWaitingInChat: 100 });
    const setup = setUpChat({ before: (text) => (text === 'slow' ? until : Promise.resolve()) }, { queue });
    return { ...setup, release };
  };

  it('buttons of the same chat open passages and take votes', async () => {
    const { chat, release } = held();
    const { answerId } = await chat.handle(asking);
    const slow = chat.handle({ ...asking, text: 'slow', message: 'm2' });
    const press = (action: Extract<Incoming, { kind: 'action' }>['action']): Promise<Reply> =>
      chat.handle({ kind: 'action', sender: ann, action });
    expect(toPlainText(await press({ kind: 'open-passage', answerId: answerId!, number: 1 }))).toContain('[1]');
    expect(toPlainText(await press({ kind: 'vote', answerId: answerId!, vote: 'up' }))).toContain('谢谢');
    release();
    await slow;
  });

  it('questions, suggestions and commands of the same chat keep their order', async () => {
    const { chat, release } = held();
    const welcome = await chat.handle({ kind: 'command', sender: ann, name: 'start', argument: '' });
    const done: string[] = [];
    const note = (name: string, handled: Promise<Reply>): Promise<void> => handled.then(() => void done.push(name));
    const all = [
      note('slow', chat.handle({ ...asking, text: 'slow' })),
      note('command', chat.handle({ kind: 'command', sender: ann, name: 'sources', argument: '' })),
      note(
        'suggestion',
        chat.handle({ kind: 'action', sender: ann, action: { kind: 'ask-suggestion', answerId: welcome.answerId!, number: 1 } }),
      ),
      note('question', chat.handle({ ...asking, message: 'm3' })),
    ];
    release();
    await Promise.all(all);
    expect(done).toEqual(['slow', 'command', 'suggestion', 'question']);
  });
});
