/** Decorators that emit events for what passes through the queue and the stores, and change nothing else. */
import { LRUCache } from 'lru-cache';
import { QueueFullError, type DeliveryStore, type FeedbackStore, type Stores, type TurnQueue } from './chat/index.js';
import type { Emit } from './events.js';
import type { RequestContext } from './operations/index.js';

/** Deliveries in progress whose start is remembered; those beyond are not measured. */
const rememberedDeliveries = 10_000;

export function observeQueue(queue: TurnQueue, emit: Emit, requests: RequestContext): TurnQueue {
  return {
    run: async (chat, task) => {
      const asked = performance.now();
      // The queue calls the task when the turn before it ends, within the request that had that turn.
      const inItsRequest = requests.bind(() => {
        emit({ kind: 'stage-took', stage: 'wait', seconds: (performance.now() - asked) / 1000 });
        return task();
      });
      try {
        return await queue.run(chat, inItsRequest);
      } catch (error) {
        if (error instanceof QueueFullError) emit({ kind: 'queue-full' });
        throw error;
      }
    },
    get size() {
      return queue.size;
    },
    fewerThan: (count) => queue.fewerThan(count),
  };
}

export function observeStores(stores: Stores, emit: Emit): Stores {
  return {
    ...stores,
    deliveries: observeDeliveries(stores.deliveries, emit),
    feedback: observeFeedback(stores.feedback, emit),
    keepIf: (grounds, write) => stores.keepIf(grounds, (inner) => write({ ...inner, feedback: observeFeedback(inner.feedback, emit) })),
  };
}

function observeDeliveries(deliveries: DeliveryStore, emit: Emit): DeliveryStore {
  const acceptedAt = new LRUCache<string, number>({ max: rememberedDeliveries });
  const keyOf = (platform: string, id: string): string => `${platform}:${id}`;
  return {
    accept: async (update) => {
      const arrived = performance.now();
      const status = await deliveries.accept(update);
      if (status === 'new') acceptedAt.set(keyOf(update.platform, update.id), arrived);
      return status;
    },
    complete: async (platform, id, at) => {
      await deliveries.complete(platform, id, at);
      const request = keyOf(platform, id);
      const arrived = acceptedAt.get(request);
      if (arrived === undefined) return;
      acceptedAt.delete(request);
      emit({ kind: 'delivered', platform, request, milliseconds: performance.now() - arrived });
    },
    owed: (platform) => deliveries.owed(platform),
  };
}

function observeFeedback(feedback: FeedbackStore, emit: Emit): FeedbackStore {
  return {
    ...feedback,
    put: async (given) => {
      await feedback.put(given);
      // The reason comes after the vote and is not another vote.
      if (given.reason === undefined) emit({ kind: 'vote-given', vote: given.vote });
    },
  };
}
