/**
 * The parameters of one call. Whatever the encoding, the Bot API sees names and strings: a JSON number or object is its own JSON text,
 * so `chat_id: 5` and `chat_id: "5"` are the same call.
 */
export interface CallParameters {
  readonly raw: Readonly<Record<string, string>>;
  has(name: string): boolean;
  text(name: string): string;
  /** A missing or unreadable number is 0, as at Telegram. */
  integer(name: string): number;
  boolean(name: string): boolean;
  /** The JSON value of the parameter; `undefined` where it is missing or empty. `onInvalid` makes the refusal for text that is not JSON. */
  json(name: string, onInvalid: () => Error): unknown;
}

export function createCallParameters(raw: Readonly<Record<string, string>>): CallParameters {
  const text = (name: string): string => raw[name] ?? '';
  return {
    raw,
    has: (name) => raw[name] !== undefined,
    text,
    integer(name) {
      const value = text(name).trim();
      return /^-?\d+$/.test(value) ? Number(value) : 0;
    },
    boolean: (name) => ['true', 'yes', '1'].includes(text(name).trim().toLowerCase()),
    json(name, onInvalid) {
      const value = text(name).trim();
      if (value === '') return undefined;
      try {
        const parsed: unknown = JSON.parse(value);
        return parsed;
      } catch {
        throw onInvalid();
      }
    },
  };
}
