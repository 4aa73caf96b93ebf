import { z } from 'zod';
import type { MessageAddress } from '../../src/chat/index.js';
import { storeLocationOf } from '../../src/compose.js';
import { openStores, personSecret } from '../../src/storage/index.js';
import type { Workplace } from './workplace.js';

/** What the program has written down, as seen from outside. */
export interface KeptRows {
  /** The platforms' ids of what was accepted: of Discord, those of the questions. */
  readonly accepted: ReadonlySet<string>;
  /** Whether the program has noted that this message shows an answer. */
  isNoted(message: MessageAddress): boolean;
}

const deliveryRow = z.object({ id: z.string() });
const linkRow = z.object({ platform: z.string(), chat: z.string(), message: z.string(), role: z.string() });

/** Reads the store of the program that runs at the workplace, or ran there. */
export async function readKeptRows({ config }: Workplace): Promise<KeptRows> {
  const stores = await openStores(storeLocationOf(config), { exclusive: false, secret: await personSecret(config.dataDir) });
  const accepted = new Set<string>();
  const noted = new Set<string>();
  try {
    for await (const { table, row } of stores.exportRows()) {
      if (table === 'deliveries') accepted.add(deliveryRow.parse(row).id);
      if (table !== 'message_links') continue;
      const { role, ...message } = linkRow.parse(row);
      if (role === 'answer') noted.add(keyOf(message));
    }
  } finally {
    await stores.close();
  }
  return { accepted, isNoted: (message) => noted.has(keyOf(message)) };
}

function keyOf({ platform, chat, message }: { readonly platform: string; readonly chat: string; readonly message: string }): string {
  return `${platform}/${chat}/${message}`;
}
