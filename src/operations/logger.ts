import { pino, stdSerializers, stdTimeFunctions, type LevelWithSilent, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { escapeControls } from './escape-controls.js';
import { createRedactor } from './redact-secrets.js';

export type { Logger };

export interface LoggerOptions {
  readonly level: LevelWithSilent;
  /** `auto`: pretty when the destination is a terminal. */
  readonly format: 'auto' | 'pretty' | 'json';
  /** Receives whole lines with their line feed, synchronously, so that a crash right after loses none. */
  readonly destination: { write(line: string): unknown; readonly isTTY?: boolean };
  /** Values that are redacted wherever they occur in a line. */
  readonly secrets: readonly string[];
  /** The request that is being handled while a line is logged; added to the line as a field. */
  readonly currentRequest?: () => string | undefined;
}

/** Fields that hold secrets which the configuration does not know: other people's, or made at run time. */
const secretFields = ['token', 'botToken', 'authorization', 'Authorization', 'cookie', 'password', 'secret', 'apiKey'];
const depths = ['', '*.', '*.*.', '*.*.*.'];

/** One JSON line an event, or a line for people. */
export function createLogger({ level, format, destination, secrets, currentRequest }: LoggerOptions): Logger {
  const redact = createRedactor(secrets);
  const terminal = destination.isTTY === true;
  const prettify = format === 'pretty' || (format === 'auto' && terminal) ? prettyFactory({ colorize: terminal }) : undefined;
  const errors = stdSerializers.errWithCause;

  return pino(
    {
      level,
      base: null,
      mixin: () => {
        const request = currentRequest?.();
        return request === undefined ? {} : { request };
      },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errors, error: errors },
      redact: { paths: depths.flatMap((depth) => secretFields.map((field) => depth + field)), censor: '[redacted]' },
    },
    {
      write(line: string) {
        const safe = redact(line);
        destination.write(prettify === undefined ? escapeControls(safe) : prettify(withoutControls(safe)));
      },
    },
  );
}

/** A line's fields without JSON escapes that would become control characters when shown to people. */
function withoutControls(line: string): object | string {
  try {
    return JSON.parse(line, (_key, value: unknown) => (typeof value === 'string' ? escapeControls(value) : value)) as object;
  } catch {
    // Redacting a secret that is part of the JSON syntax breaks it; the line is then shown with its escapes.
    return escapeControls(line);
  }
}
