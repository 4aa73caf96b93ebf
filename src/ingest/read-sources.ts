import type { DocumentReader, SourceDocument } from '../corpus/index.js';
import type { RefusedSource } from '../search-index/index.js';
import { unlessRefused, type Source } from './list-sources.js';
import { textKeysOf, type TextKeys } from './repeated-text.js';

/**
 * How many characters of documents are held in memory between the two passes; the rest is read again, which takes a hundredth of embedding
 * it.
 */
const heldCharacters = 32_000_000;

export interface KnownSource {
  readonly source: Source;
  readonly keys: TextKeys;
  /** @throws CorpusError */
  readonly read: () => Promise<SourceDocument>;
}

/** Reads every source once, to find repeated text before any is split into passages. */
export async function readSources(
  sources: readonly Source[],
  reader: DocumentReader,
  signal: AbortSignal | undefined,
): Promise<{ readonly known: readonly KnownSource[]; readonly refused: readonly RefusedSource[] }> {
  const known: KnownSource[] = [];
  const refused: RefusedSource[] = [];
  let held = 0;
  for (const source of sources) {
    signal?.throwIfAborted();
    const outcome = await unlessRefused(source.path, () => source.read(reader, signal));
    if ('refusal' in outcome) {
      refused.push(outcome.refusal);
      continue;
    }
    const document = outcome.result;
    held += document.text.length;
    known.push({
      source,
      keys: textKeysOf(document),
      read: held <= heldCharacters ? async () => document : () => source.read(reader, signal),
    });
  }
  return { known, refused };
}
