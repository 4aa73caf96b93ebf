import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openStores } from '../../src/storage/index.js';
import { describeStores } from '../contracts/stores.contract.js';
import { spellingsOf, tracesInFolder } from '../fakes/personal-traces.js';
import { allRows, annaInGroup, keepSomethingOf, storedAnswer, toFirstRelease, update } from './samples.js';
import { testSecret, type StoreWorld } from './store-world.js';
import { createTemporaryFolder } from './temporary-folder.js';

async function createSqliteWorld(): Promise<StoreWorld & { readonly folder: string }> {
  const folder = createTemporaryFolder();
  const file = join(folder.path, 'footnote.db');
  return {
    folder: folder.path,
    open: (options) => openStores({ kind: 'sqlite', file }, { secret: testSecret, ...options }),
    execute: async (statement) => {
      const connection = new Database(file);
      // As every release has written.
      connection.pragma('secure_delete = ON');
      connection.exec(statement);
      connection.close();
    },
    dispose: async () => folder.remove(),
  };
}

describeStores('SQLite', createSqliteWorld);

it('leaves nothing of a private chat’s number in the files of the first release once they are brought up to date', async () => {
  const world = await createSqliteWorld();
  const reader = 5_738_201_946;
  const spellings = spellingsOf(reader);
  const conversation = { ...annaInGroup, chat: String(reader) };
  const before = await world.open();
  await keepSomethingOf(before, conversation.person);
  // Enough that pages are split and freed.
  for (let index = 0; index < 300; index++) {
    const id = `answer-${index}`;
    await before.conversations.append(conversation, { question: `问题${index}`, answerId: id, at: index });
    await before.answers.save(storedAnswer(id, { conversation }));
    await before.answers.link({ platform: 'telegram', chat: conversation.chat, message: String(index) }, 'answer', id);
    await before.deliveries.accept(update(String(index), { chat: conversation.chat, payload: { chat: reader, text: '问' } }));
  }
  const kept = await allRows(before);
  await before.close();
  await world.execute(`${toFirstRelease(kept)}; PRAGMA user_version = 0`);
  expect(await tracesInFolder(world.folder, spellings)).not.toEqual([]);

  const after = await world.open();
  const whileOpen = await tracesInFolder(world.folder, spellings);
  expect(await allRows(after)).toHaveLength(kept.length);
  await after.close();
  expect([whileOpen, await tracesInFolder(world.folder, spellings)]).toEqual([[], []]);
  await world.dispose();
});
