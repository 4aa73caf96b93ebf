export type Body = AsyncIterable<Uint8Array> | null;

/**
 * Reads a body into `chunks`, up to so many bytes, so that the part read is available when the connection breaks. @returns whether it was
 * the whole body
 */
export async function readInto(chunks: Uint8Array[], body: Body, mostBytes: number): Promise<boolean> {
  let bytes = 0;
  for await (const chunk of body ?? []) {
    const room = mostBytes - bytes;
    chunks.push(chunk.subarray(0, room));
    bytes += chunk.length;
    if (bytes > mostBytes) return false;
  }
  return true;
}

/** The whole body as text. @throws Error where it is longer */
export async function readText(body: Body, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  if (!(await readInto(chunks, body, mostBytes))) throw new Error(`it is longer than ${mostBytes} bytes`);
  return textOf(chunks);
}

export function textOf(chunks: readonly Uint8Array[]): string {
  return Buffer.concat(chunks).toString('utf8');
}
