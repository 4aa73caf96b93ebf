import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAnswerIds, createMemoryStores, createPersonKeys, type Incoming, type Sender, type Stores } from '../../src/chat/index.js';
import { openStores } from '../../src/storage/index.js';
import { setUpChat, type ChatSetup } from '../fakes/chat-setup.js';
import { createGate, type Gate } from '../fakes/gate.js';
import { testSecret } from '../storage/store-world.js';
import { createTemporaryFolder, type TemporaryFolder } from '../storage/temporary-folder.js';

const ann: Sender = { platform: 'telegram', chat: '-100', user: 'ann', clientLanguage: 'zh-CN' };
const ben: Sender = { ...ann, user: 'ben' };
const personKeys = createPersonKeys(new Uint8Array(32).fill(7));
const annsKey = personKeys('telegram', 'ann');
const secret = '为什么要修复灯塔？';
const question = (id: string, sender = ann, text = secret, replyTo?: string): Incoming => ({
  kind: 'question',
  sender,
  text,
  message: id,
  replyTo,
});

describe.each(['memory', 'SQLite'])('what is under way when its person is forgotten, on stores in %s', (kind) => {
  let folder: TemporaryFolder;
  let stores: Stores;
  let answering: Gate;

  const open = (): Promise<Stores> => openStores({ kind: 'sqlite', file: join(folder.path, 'footnote.sqlite') }, { secret: testSecret });
  const setUp = (changes: Partial<Stores> = {}): ChatSetup =>
    setUpChat(
      { before: () => answering.passed() },
      { stores: { ...stores, ...changes }, personKeys, answerIdOf: createAnswerIds(new Uint8Array(32).fill(7)) },
    );
  /** As an adapter does: accepted, dealt with, completed. */
  const deal = async ({ chat }: ChatSetup, id: string, incoming: Incoming) => {
    const { platform, user, chat: place } = incoming.sender;
    await stores.deliveries.accept({ platform, id, chat: place, person: personKeys(platform, user), payload: incoming, at: 1 });
    const reply = await chat.handle(incoming, { accepted: id });
    if (reply.answerId !== undefined) await chat.shown(reply.answerId, { platform, chat: place, message: `shown-${id}` });
    await stores.deliveries.complete(platform, id, 2);
    return reply;
  };
  const kept = async (): Promise<string> => {
    const rows: unknown[] = [];
    for await (const { table, row } of stores.exportRows()) {
      // What is left of an accepted update is its number.
      if (table !== 'deliveries' || row['payload'] !== null) rows.push({ table, row });
    }
    return JSON.stringify(rows);
  };

  beforeEach(async () => {
    folder = createTemporaryFolder();
    stores = kind === 'memory' ? createMemoryStores() : await open();
    answering = createGate();
  });
  afterEach(async () => {
    answering.open();
    await stores.close();
    folder.remove();
  });

  it('leaves nothing of a question whose answer is being made', async () => {
    const setup = setUp();
    const dealt = deal(setup, '1', question('m1'));
    await answering.reached(1);
    await stores.forget(annsKey);
    answering.open();
    expect((await dealt).answerId).toBeDefined();
    expect(await kept()).toBe('[]');
  });

  it('leaves nothing of the first words of an answer, shown before and after', async () => {
    const setup = setUp();
    const answerId = createAnswerIds(new Uint8Array(32).fill(7))({ platform: 'telegram', chat: '-100', message: 'm1' });
    const dealt = deal(setup, '1', question('m1'));
    await answering.reached(1);
    await setup.chat.shown(answerId, { platform: 'telegram', chat: '-100', message: 'draft' });
    expect(await setup.chat.messagesShowing(answerId)).toHaveLength(1);
    await stores.forget(annsKey);
    await setup.chat.shown(answerId, { platform: 'telegram', chat: '-100', message: 'another draft' });
    expect(await kept()).toBe('[]');
    answering.open();
    await dealt;
    expect(await kept()).toBe('[]');
  });

  it('leaves nothing of an answer that is made and not yet delivered', async () => {
    answering.open();
    const { chat } = setUp();
    await stores.deliveries.accept({ platform: 'telegram', id: '1', chat: '-100', person: annsKey, payload: '', at: 1 });
    const { answerId } = await chat.handle(question('m1'), { accepted: '1' });
    await stores.forget(annsKey);
    await chat.shown(answerId!, { platform: 'telegram', chat: '-100', message: 'shown' });
    await stores.deliveries.complete('telegram', '1', 2);
    expect(await kept()).toBe('[]');
  });

  it('leaves nothing of an edited question', async () => {
    answering.open();
    const setup = setUp();
    await deal(setup, '1', question('m1'));
    answering.close();
    const dealt = deal(setup, '2', { kind: 'edited-question', sender: ann, text: '修复花了多久？', message: 'm1' });
    await answering.reached(2);
    await stores.forget(annsKey);
    answering.open();
    await dealt;
    expect(await kept()).toBe('[]');
  });

  it.each<[string, (answerId: string) => Incoming]>([
    ['vote', (answerId) => ({ kind: 'action', sender: ann, action: { kind: 'vote', answerId, vote: 'down' } })],
    [
      'reason',
      (answerId) => ({ kind: 'action', sender: ben, action: { kind: 'give-reason', answerId, reason: 'wrong', comment: secret } }),
    ],
    ['language', () => ({ kind: 'command', sender: ann, name: 'language', argument: 'English' })],
  ])('leaves nothing of a %s', async (_what, incomingOf) => {
    answering.open();
    const { answerId } = await deal(setUp(), '1', question('m1'));
    // At the last moment before it is written.
    const keepIf: Stores['keepIf'] = async (grounds, write) => {
      await stores.forget(annsKey);
      return stores.keepIf(grounds, write);
    };
    await deal(setUp({ keepIf }), '2', incomingOf(answerId!));
    expect(await kept()).toBe('[]');
  });

  it('leaves nothing of a welcome with its suggestions', async () => {
    const keepIf: Stores['keepIf'] = async (grounds, write) => {
      await stores.forget(annsKey);
      return stores.keepIf(grounds, write);
    };
    await deal(setUp({ keepIf }), '1', { kind: 'command', sender: ann, name: 'start', argument: '' });
    expect(await kept()).toBe('[]');
  });

  it('leaves no question in the answers of others that continue from it', async () => {
    answering.open();
    const setup = setUp();
    await deal(setup, '1', question('m1'));
    await deal(setup, '2', question('m2', ben, '谁说的？', 'shown-1'));
    await deal(setup, '3', question('m3', ben, '在哪里？', 'shown-2'));
    expect(setup.answers.asked.at(-1)?.conversation.questions).toEqual([secret, '谁说的？']);
    await stores.forget(annsKey);
    expect(await kept()).not.toContain(secret);
    await deal(setup, '4', question('m4', ben, '什么时候？', 'shown-3'));
    expect(setup.answers.asked.at(-1)?.conversation.questions).toEqual(['谁说的？', '在哪里？']);
    expect(await kept()).not.toContain(annsKey);
  });

  it('keeps what is asked after it', async () => {
    const setup = setUp();
    const dealt = deal(setup, '1', question('m1'));
    await answering.reached(1);
    await stores.forget(annsKey);
    answering.open();
    await dealt;
    await deal(setup, '2', question('m2', ann, '修复花了多久？'));
    expect(setup.answers.asked.at(-1)?.conversation.questions).toEqual([]);
    expect(await kept()).toContain('修复花了多久？');
    expect(await kept()).not.toContain(secret);
  });

  it('is nothing after a crash, either', async () => {
    if (kind === 'memory') return;
    await stores.deliveries.accept({ platform: 'telegram', id: '1', chat: '-100', person: annsKey, payload: secret, at: 1 });
    await stores.close();
    stores = await open();
    await stores.forget(annsKey);
    expect(await stores.deliveries.owed('telegram')).toEqual([]);
    expect(await kept()).toBe('[]');
  });

  it('is nothing when another program forgets while the bot answers', async () => {
    if (kind === 'memory') return;
    const setup = setUp();
    const dealt = deal(setup, '1', question('m1'));
    await answering.reached(1);
    const tool = await openStores({ kind: 'sqlite', file: join(folder.path, 'footnote.sqlite') }, { secret: testSecret, exclusive: false });
    await tool.forget(annsKey);
    await tool.close();
    answering.open();
    await dealt;
    expect(await kept()).toBe('[]');
  });
});
