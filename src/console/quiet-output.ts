import { Writable } from 'node:stream';

/** The terminal as `readline` writes to it, which can be kept from echoing what is typed into the middle of a reply. */
export interface QuietOutput {
  readonly stream: NodeJS.WritableStream;
  readonly isQuiet: () => boolean;
  setQuiet(quiet: boolean): void;
}

export function createQuietOutput(output: NodeJS.WritableStream & { readonly columns?: number }): QuietOutput {
  let isQuiet = false;
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, _encoding, done) => {
      if (!isQuiet) output.write(chunk);
      // At once, so that nothing is held back which then would come after what is printed past this stream.
      done();
    },
  });
  // readline asks its output how wide it is, and listens for a change.
  Object.defineProperty(stream, 'columns', { get: () => output.columns });
  output.on('resize', () => stream.emit('resize'));
  return {
    stream,
    isQuiet: () => isQuiet,
    setQuiet: (quiet) => {
      isQuiet = quiet;
    },
  };
}
