import { z } from 'zod';

/** The parts of Discord's events that this room uses; whatever else is in them is left unread. */

const snowflake = z.string().regex(/^\d{1,20}$/);
/** Messages hold 2,000 characters (4,000 with Nitro), options 6,000. */
const text = z.string().max(10_000);
const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(undefined);

const user = z.object({ id: snowflake, bot: optional(z.boolean()) });

const said = {
  content: text.default(''),
  attachments: optional(z.array(z.unknown())),
  sticker_items: optional(z.array(z.unknown())),
};

const message = z.object({
  id: snowflake,
  type: z.int(),
  channel_id: snowflake,
  guild_id: optional(snowflake),
  author: user,
  webhook_id: optional(snowflake),
  mentions: optional(z.array(z.object({ id: snowflake }))),
  message_reference: optional(z.object({ message_id: optional(snowflake), type: optional(z.int()) })),
  referenced_message: optional(z.object({ author: user, ...said })),
  member: optional(z.object({ permissions: optional(z.string()) })),
  ...said,
});
export type DiscordMessage = z.infer<typeof message>;

const option = z.object({ name: z.string(), value: z.union([text, z.number(), z.boolean()]).optional(), focused: optional(z.boolean()) });
export type Option = z.infer<typeof option>;

/** A field of a form, wherever it stands: in a Label, or in a row of the older kind. */
const field = z.object({ custom_id: z.string(), value: text.optional(), values: z.array(z.string()).optional() });
const formRow = z.object({
  component: field.optional().catch(undefined),
  components: z.array(field).optional().catch(undefined),
});

const interaction = z.object({
  id: snowflake,
  application_id: snowflake,
  type: z.int(),
  token: z.string().min(1).max(1000),
  guild_id: optional(snowflake),
  channel_id: optional(snowflake),
  channel: optional(z.object({ id: snowflake, type: optional(z.int()), parent_id: optional(snowflake) })),
  member: optional(z.object({ user, permissions: optional(z.string().regex(/^\d+$/)) })),
  user: optional(user),
  locale: optional(z.string().max(35)),
  context: optional(z.int()),
  authorizing_integration_owners: optional(z.record(z.string(), z.string())),
  message: optional(z.object({ id: snowflake, flags: optional(z.int()), thread: optional(z.object({ id: snowflake })) })),
  data: z.object({
    type: optional(z.int()),
    name: optional(z.string()),
    options: optional(z.array(option)),
    target_id: optional(snowflake),
    resolved: optional(z.object({ messages: optional(z.record(z.string(), z.object({ id: snowflake, ...said }))) })),
    custom_id: optional(z.string()),
    components: optional(z.array(formRow)),
  }),
});
export type DiscordInteraction = z.infer<typeof interaction>;

export type Parsed<Event> = { readonly event: Event } | { readonly problem: string };

export function parseMessage(raw: unknown): Parsed<DiscordMessage> {
  return outcome(message.safeParse(raw));
}

export function parseInteraction(raw: unknown): Parsed<DiscordInteraction> {
  return outcome(interaction.safeParse(raw));
}

function outcome<Event>(parsed: z.ZodSafeParseResult<Event>): Parsed<Event> {
  if (parsed.success) return { event: parsed.data };
  const [issue] = parsed.error.issues;
  // Where and what kind of fault, never the content.
  return { problem: issue === undefined ? 'not as documented' : `${issue.path.join('.')}: ${issue.code}` };
}

const sent = z.object({
  id: snowflake,
  channel_id: snowflake,
  content: optional(z.string()),
  embeds: optional(z.array(z.object({ description: optional(z.string()) }))),
});
/** A message as a call returns it. */
export type MessageAsSent = z.infer<typeof sent>;

export function sentMessage(raw: unknown): MessageAsSent {
  return sent.parse(raw);
}

const withId = z.object({ id: snowflake });
export function idIn(raw: unknown): string {
  return withId.parse(raw).id;
}
