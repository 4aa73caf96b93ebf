import type { Logger } from './logger.js';

export interface Diversion {
  readonly log: Pick<Logger, 'warn'>;
  /** Says what has ended the process, without secrets; the process ends after it. */
  readonly lastWords: (error: unknown) => void;
}

const methods = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

/** The frames of a stack in which a package's file is named, such as `node_modules/openai/core/streaming.mjs:40:12`. */
const withinPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)\/([^\s)]*)/;

/**
 * From now on whatever libraries would print goes into the log, by which nothing leaves that is a secret, and what they print to the console goes
 * there without its words: they may quote what a reader has asked, or a whole request. Which line has printed it is enough to look it up.
 * Concerns the whole process, which has to print what it has to say by itself.
 */
export function divertOutput({ log, lastWords }: Diversion): void {
  const divert = (method: string) => (): void => {
    const [, library = 'unknown', at] = withinPackage.exec(new Error().stack ?? '') ?? [];
    log.warn({ library, at, method }, 'A library has printed something. Its words may quote what readers ask, and are left out.');
  };
  Object.assign(globalThis.console, Object.fromEntries(methods.map((method) => [method, divert(method)])));

  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    const { name, message } = warning;
    log.warn({ name, ...('code' in warning && { code: warning.code }) }, `A warning of Node or a library: ${message}`);
  });
  // A rejection that nobody handles comes here, too.
  process.on('uncaughtException', (error) => {
    lastWords(error);
    process.exit(1);
  });
}
