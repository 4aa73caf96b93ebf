import type { Update } from './bot-api-types.js';
import { decodeParameters } from './read-request.js';
import type { ServerState, WebhookState } from './server-state.js';

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
const REPLY_TIMEOUT_MS = 60_000;

export interface WebhookDelivery {
  /** Sends whatever waits; called whenever there is something new. */
  readonly pump: () => void;
  stop(): void;
}

/**
 * Posts pending updates to the webhook, several at a time. A 2xx acknowledges an update; anything else, and no answer, means that it is
 * sent again, later and later. The reply's body may be a method call; it is carried out and nobody learns its result.
 */
export function createWebhookDelivery(
  state: ServerState,
  callFromReply: (method: string, params: Readonly<Record<string, string>>) => Promise<unknown>,
): WebhookDelivery {
  const underWay = new Set<number>();
  const retries = new Map<number, number>();
  const timers = new Set<() => void>();
  const stopping = new AbortController();

  function pump(): void {
    const { webhook } = state;
    if (!webhook || stopping.signal.aborted) return;
    for (const update of state.updates.pending) {
      if (underWay.size >= webhook.maxConnections) return;
      if (underWay.has(update.update_id)) continue;
      underWay.add(update.update_id);
      void deliver(webhook, update);
    }
  }

  async function deliver(webhook: WebhookState, update: Update): Promise<void> {
    const failure = await attempt(webhook, update);
    if (failure === undefined) {
      underWay.delete(update.update_id);
      retries.delete(update.update_id);
      pump();
      return;
    }
    if (stopping.signal.aborted) return;
    webhook.lastErrorDate = state.world.date();
    webhook.lastErrorMessage = failure.message;
    const attempts = (retries.get(update.update_id) ?? 0) + 1;
    retries.set(update.update_id, attempts);
    const waitMs = failure.retryAfterMs ?? Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LONGEST_RETRY_MS);
    const cancel = state.clock.after(waitMs, () => {
      timers.delete(cancel);
      underWay.delete(update.update_id);
      pump();
    });
    timers.add(cancel);
  }

  async function attempt(webhook: WebhookState, update: Update): Promise<{ message: string; retryAfterMs?: number } | undefined> {
    const secret = webhook.secretToken === '' ? {} : { 'x-telegram-bot-api-secret-token': webhook.secretToken };
    const timeout = new AbortController();
    const cancelTimeout = state.clock.after(REPLY_TIMEOUT_MS, () => {
      timeout.abort();
    });
    try {
      const response = await fetch(webhook.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...secret },
        body: JSON.stringify(update),
        redirect: 'manual',
        signal: AbortSignal.any([stopping.signal, timeout.signal]),
      });
      const body = Buffer.from(await response.arrayBuffer());
      if (!response.ok) return wrongResponse(response);
      state.updates.acknowledge(update.update_id);
      const { method, ...params } = await decodeParameters(body, response.headers.get('content-type') ?? '').catch(() => ({
        method: undefined,
      }));
      if (method !== undefined) await callFromReply(method, params);
      return undefined;
    } catch (error) {
      return { message: error instanceof Error && error.name === 'AbortError' ? 'Read timeout expired' : 'Connection refused' };
    } finally {
      cancelTimeout();
    }
  }

  return {
    pump,
    stop() {
      stopping.abort();
      for (const cancel of timers) cancel();
    },
  };
}

function wrongResponse(response: Response): { message: string; retryAfterMs?: number } {
  const message = `Wrong response from the webhook: ${response.status} ${response.statusText}`;
  const seconds = Number(response.headers.get('retry-after') ?? '');
  return seconds > 0 ? { message, retryAfterMs: seconds * 1000 } : { message };
}
