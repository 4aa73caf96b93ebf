import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryStores, type MessageAddress, type Stores } from '../../src/chat/index.js';

const shown: MessageAddress = { platform: 'telegram', chat: 'c1', message: 'draft' };

/** As in the stores on a database (tests/contracts/stores.contract.ts). */
describe('which message shows an answer that is not kept yet, in memory', () => {
  let stores: Stores;
  beforeEach(async () => {
    stores = createMemoryStores(() => 1000);
    await stores.deliveries.accept({ platform: 'telegram', id: '1', chat: 'c1', person: 'anna', payload: {}, at: 900 });
    await stores.answers.link(shown, 'answer', 'a1');
    await stores.answers.link({ ...shown, chat: 'c2' }, 'answer', 'a2');
  });

  it('is forgotten with the person to whom the answer is owed, and nobody else’s is', async () => {
    expect(await stores.forget('anna')).toBe(1);
    expect(await stores.answers.messagesShowing('a1')).toEqual([]);
    expect(await stores.answers.messagesShowing('a2')).toHaveLength(1);
  });

  it('is exported with what is the person’s', async () => {
    const tables: string[] = [];
    for await (const { table } of stores.exportRows('anna')) tables.push(table);
    expect(tables).toEqual(['links', 'deliveries']);
  });

  it('is purged when no answer has come for so long', async () => {
    await stores.purge(1000);
    expect(await stores.answers.messagesShowing('a1')).toHaveLength(1);
    expect(await stores.purge(1001)).toBe(2);
    expect(await stores.answers.messagesShowing('a1')).toEqual([]);
  });
});
