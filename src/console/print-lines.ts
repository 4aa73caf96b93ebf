/** The reader has closed the pipe (`| head`): there is nobody left to write to, which is no failure. */
export class OutputClosedError extends Error {
  override readonly name = 'OutputClosedError';
}

/** Writes text and resolves when it is out, so that a slow reader slows the writer. Rejects with OutputClosedError when nobody reads any more. */
export function createPrinter(output: NodeJS.WritableStream): (text: string) => Promise<void> {
  // The stream raises the same error as an event, where nobody would catch it; the promise has it already.
  output.on('error', () => undefined);
  return (text) =>
    new Promise((resolve, reject) => {
      output.write(text, (error) => {
        if (error) reject(isClosedPipe(error) ? new OutputClosedError('The output was closed by its reader.', { cause: error }) : error);
        else resolve();
      });
    });
}

function isClosedPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}
