import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { CorpusError, sha256Of, type FetchedArticle } from '../corpus/index.js';
import { asWriteFailure } from '../search-index/index.js';

const recordSchema = z.object({
  address: z.string(),
  fetchedFrom: z.string(),
  contentType: z.string(),
  fetchedAt: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FetchedRecord = z.infer<typeof recordSchema>;

/** The stored copy of a fetched article is damaged. */
class FetchedCopyError extends CorpusError {
  constructor(address: string, options?: ErrorOptions) {
    super(address, `The copy of ${address} that was kept is damaged. Fetch it again: npm run ingest -- ${address}`, options);
  }
}

/**
 * The articles fetched from addresses, as received: stored beside the builds, so that the index can be rebuilt without the network. Written
 * only while holding the index's lock.
 */
export interface FetchedArticles {
  /** Sorted by address. */
  list(): Promise<readonly FetchedRecord[]>;
  /** @throws FetchedCopyError */
  read(record: FetchedRecord): Promise<Uint8Array>;
  /** @throws IndexWriteError */
  keep(article: FetchedArticle, fetchedAt: Date): Promise<void>;
  /** @returns whether there was such an address */
  forget(address: string): Promise<boolean>;
}

export function createFetchedArticles(indexFolder: string): FetchedArticles {
  const folder = join(indexFolder, 'fetched');
  const bodyOf = ({ address, sha256 }: Pick<FetchedRecord, 'address' | 'sha256'>): string => `${idOf(address)}-${sha256.slice(0, 16)}.body`;

  async function filesOf(address: string): Promise<string[]> {
    return (await namesIn(folder)).filter((name) => name.startsWith(idOf(address)));
  }

  return {
    async list() {
      const records: FetchedRecord[] = [];
      for (const name of await namesIn(folder)) {
        if (!name.endsWith('.json')) continue;
        const path = join(folder, name);
        try {
          records.push(recordSchema.parse(JSON.parse(await readFile(path, 'utf8'))));
        } catch (error) {
          if (error instanceof SyntaxError || error instanceof z.ZodError) throw new FetchedCopyError(path, { cause: error });
          throw error;
        }
      }
      return records.sort((a, b) => (a.address < b.address ? -1 : 1));
    },
    async read(record) {
      let bytes: Buffer;
      try {
        bytes = await readFile(join(folder, bodyOf(record)));
      } catch (error) {
        throw new FetchedCopyError(record.address, { cause: error });
      }
      if (sha256Of(bytes) !== record.sha256) throw new FetchedCopyError(record.address);
      return bytes;
    },
    async keep({ path: address, fetchedFrom, contentType, bytes }, fetchedAt) {
      const record: FetchedRecord = { address, fetchedFrom, contentType, fetchedAt: fetchedAt.toISOString(), sha256: sha256Of(bytes) };
      const kept = [`${idOf(address)}.json`, bodyOf(record)];
      try {
        await mkdir(folder, { recursive: true });
        // The body first: a record never refers to a missing body.
        await writeFileAtomic(join(folder, bodyOf(record)), Buffer.from(bytes));
        await writeFileAtomic(join(folder, `${idOf(address)}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
      } catch (error) {
        throw asWriteFailure(folder, error);
      }
      for (const name of await filesOf(address)) if (!kept.includes(name)) await rm(join(folder, name), { force: true });
    },
    async forget(address) {
      const names = await filesOf(address);
      // The record first, for the same reason.
      for (const name of names.sort((a, b) => Number(b.endsWith('.json')) - Number(a.endsWith('.json'))))
        await rm(join(folder, name), { force: true });
      return names.length > 0;
    },
  };
}

function idOf(address: string): string {
  return createHash('sha256').update(address).digest('hex').slice(0, 32);
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
