import { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/**
 * A response's decompressed body, chunk by chunk, so that the reader can stop a decompression bomb early.
 * The iteration throws the source's errors, too; an encoding that was not requested is an error.
 */
export function decompressed(source: AsyncIterable<Uint8Array>, encoding: string | undefined): AsyncIterable<Uint8Array> {
  const decoder = decoderFor(encoding?.trim().toLowerCase() ?? 'identity');
  if (decoder === undefined) return source;
  const input = Readable.from(source);
  input.on('error', (error) => decoder.destroy(error));
  decoder.on('close', () => input.destroy());
  return input.pipe(decoder);
}

function decoderFor(encoding: string): ReturnType<typeof createGunzip | typeof createBrotliDecompress | typeof createInflate> | undefined {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return createInflate();
    default:
      throw new Error(`the server compressed it as ${encoding}, which was not asked for`);
  }
}
