/**
 * Delivery: accepts a platform's events durably, has the chat answer them, and brings the replies back in order, over crashes and restarts.
 * Knows a platform only by its port: what messages look like, and how they are sent, is the adapter's.
 */
export { createDelivery, type Delivery, type DeliveryOptions } from './delivery.js';
export { createDraftPace, type DraftPace, type PaceRules } from './draft-pace.js';
export { createLifecycle, type Lifecycle } from './lifecycle.js';
export type { DraftOutcome } from './paced-drafts.js';
export { createPlatformAdapter } from './platform-adapter.js';
export type {
  DeliveryRecord,
  PlatformEvent,
  PlatformFailure,
  PlatformPort,
  RenderOptions,
  SendOptions,
  SentMessage,
} from './platform-port.js';
