import type { fetch } from 'undici';

export type FetchedResponse = Awaited<ReturnType<typeof fetch>>;

/** Puts a body's chunks into `chunks` as they come, so that what was read is there when the connection breaks; no further than so many bytes. */
export async function readInto(chunks: Uint8Array[], { body }: FetchedResponse, mostBytes: number): Promise<void> {
  const pieces: AsyncIterable<Uint8Array> | undefined = body ?? undefined;
  if (pieces === undefined) return;
  let bytes = 0;
  for await (const chunk of pieces) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= mostBytes) break;
  }
}

export function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
