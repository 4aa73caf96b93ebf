import { z } from 'zod';
import { incomingSchema, type DeliveryRecord } from '../chat/index.js';
import { incomingPress, readAddress, senderAt, type Address } from './address.js';

const optionalId = z.int().transform(String).optional();

const oldRecord = z.looseObject({
  kind: z.string(),
  chat: z.int(),
  topic: z.int().optional(),
  isPrivate: z.boolean(),
  user: z.string(),
  clientLanguage: z.string().optional(),
  message: z.int(),
  replyTo: optionalId,
  thorough: z.boolean().optional(),
  query: z.string().optional(),
  data: z.string().default(''),
  keyboard: z.unknown().optional(),
});

/** What 0.1 wrote down of an update: one flat object, whose fields were Telegram's. */
export function readOldRecord(payload: unknown): DeliveryRecord<Address> | undefined {
  const parsed = oldRecord.safeParse(payload);
  if (!parsed.success) return undefined;
  const { kind, message, thorough, query, data, keyboard, ...old } = parsed.data;
  const sender = senderAt(old, old);
  if (kind === 'press') {
    const at = readAddress({ ...old, message, press: { query, keyboard } });
    return at === undefined || query === undefined ? undefined : { incoming: incomingPress(sender, query, data), address: at };
  }
  const address = readAddress({ ...old, message });
  const incoming = incomingSchema.safeParse({
    ...old,
    kind,
    sender,
    message: String(message),
    effort: thorough === true ? 'thorough' : 'short',
  });
  return address === undefined || !incoming.success ? undefined : { incoming: incoming.data, address };
}
