import { tooManyRequests } from './bot-api-error.js';
import type { Clock } from '../clock.js';

/** A call for a chat that Telegram had told to wait. */
export interface ImpatientCall {
  readonly method: string;
  readonly chatId: number;
  /** How many milliseconds of `retry_after` were still to go. */
  readonly earlyByMs: number;
}

/** What Telegram says of its limits (Bots FAQ): a message a second in a chat, twenty a minute in a group, thirty a second in all. */
export interface PaceLimits {
  readonly perChatPerSecond: number;
  readonly perGroupPerMinute: number;
  readonly overallPerSecond: number;
}

export const DOCUMENTED_LIMITS: PaceLimits = { perChatPerSecond: 1, perGroupPerMinute: 20, overallPerSecond: 30 };

const COUNTED = new Set(['sendMessage', 'editMessageText', 'editMessageReplyMarkup']);

export interface Pace {
  readonly impatient: readonly ImpatientCall[];
  /** Makes a chat (0: calls for no chat) wait from now on. */
  pause(method: string, chatId: number, seconds: number): void;
  /** Throws 429 where the chat has still to wait, and, if limits were given, where the call is over them. */
  check(method: string, chatId: number): void;
}

export function createPace(clock: Clock, limits: PaceLimits | undefined): Pace {
  const pausedUntil = new Map<string, number>();
  const impatient: ImpatientCall[] = [];
  const sent = new Map<string, number[]>();

  /** A pause concerns the chat, whatever is sent there; without a chat, it concerns the method. */
  function key(method: string, chatId: number): string {
    return chatId === 0 ? method : String(chatId);
  }

  function waitMs(window: string, count: number, ms: number): number {
    const since = clock.now() - ms;
    const recent = (sent.get(window) ?? []).filter((time) => time > since);
    sent.set(window, recent);
    const oldest = recent[recent.length - count];
    return oldest === undefined ? 0 : oldest + ms - clock.now();
  }

  function checkLimits(chatId: number, { perChatPerSecond, perGroupPerMinute, overallPerSecond }: PaceLimits): void {
    const windows = [
      { name: `second ${chatId}`, count: perChatPerSecond, ms: 1000 },
      { name: 'second', count: overallPerSecond, ms: 1000 },
      ...(chatId < 0 ? [{ name: `minute ${chatId}`, count: perGroupPerMinute, ms: 60_000 }] : []),
    ];
    const wait = Math.max(...windows.map(({ name, count, ms }) => waitMs(name, count, ms)));
    if (wait > 0) throw tooManyRequests(Math.ceil(wait / 1000));
    for (const { name } of windows) sent.get(name)?.push(clock.now());
  }

  return {
    impatient,
    pause: (method, chatId, seconds) => void pausedUntil.set(key(method, chatId), clock.now() + seconds * 1000),
    check(method, chatId) {
      const earlyByMs = (pausedUntil.get(key(method, chatId)) ?? 0) - clock.now();
      if (earlyByMs > 0) {
        impatient.push({ method, chatId, earlyByMs });
        throw tooManyRequests(Math.ceil(earlyByMs / 1000));
      }
      if (limits && COUNTED.has(method)) checkLimits(chatId, limits);
    },
  };
}
