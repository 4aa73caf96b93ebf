import type { Logger } from './logger.js';

export interface Diversion {
  readonly log: Pick<Logger, 'warn'>;
  /** Prints what ended the process, without secrets; the process ends after it. */
  readonly reportFatal: (error: unknown) => void;
}

const methods = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

/** The frames of a stack trace that name a package's file, such as `node_modules/openai/core/streaming.mjs:40:12`. */
const withinPackage = /node_modules\/((?:@[^/]+\/)?[^/]+)\/([^\s)]*)/;

/**
 * From now on, what libraries print goes into the log, which redacts secrets. Console output is logged without its text, since it may quote
 * a reader's question or a whole request; the line that printed it is enough to find the cause. This affects the whole process, which must
 * print its own output directly.
 */
export function divertOutput({ log, reportFatal }: Diversion): void {
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
  // Unhandled rejections come here, too.
  process.on('uncaughtException', (error) => {
    reportFatal(error);
    process.exit(1);
  });
}
