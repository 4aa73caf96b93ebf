import { z } from 'zod';
import type { PlatformPort, Reply, SentMessage } from '../chat/index.js';
import { renderAnswerBody, type AnswerBody } from './answer-body.js';
import type { Ending, Pending } from './pending-responses.js';

const address = z.object({ request: z.string(), conversation: z.string() });
/** The request that waits for the reply. After a restart nobody waits any more: the answer is kept, and part of the conversation. */
export type Address = z.infer<typeof address>;

/** What is sent: of a reply that is no answer also why. */
export interface Part {
  readonly body: AnswerBody;
  readonly refused: Reply['refused'];
}

export type HttpPort = Omit<PlatformPort<Address, Part>, 'connect' | 'disconnect'>;

const acceptWithinMs = 5_000;
/** Four drafts a second are as fluent as reading is. */
const draftGapMs = 250;

/** @param pending by the request's id */
export function createHttpPort(pending: ReadonlyMap<string, Pending>): HttpPort {
  const show = ({ request, conversation }: Address, act: (waiting: Pending) => void): SentMessage => {
    const waiting = pending.get(request);
    if (waiting !== undefined) act(waiting);
    return { chat: conversation, message: request };
  };
  const draft = async (at: Address, { body }: Part) => ({ kind: 'shown', place: show(at, (waiting) => waiting.progress(body)) }) as const;

  return {
    platform: 'http',
    isRedelivered: false,
    acceptWithinMs,
    isAdmin: () => false,
    readAddress: (written) => address.safeParse(written).data,
    render: (reply) => [{ body: renderAnswerBody(reply), refused: reply.refused }],
    send: async (at, part) => show(at, (waiting) => waiting.end(endingOf(part))),
    // The answer ends what its drafts began.
    edit: async (_message, part, at) => show(at, (waiting) => waiting.end(endingOf(part))),
    remove: async () => undefined,
    failureOf: () => undefined,
    notify: async (at, error) => {
      show(at, (waiting) => waiting.end({ status: 503, body: { error } }));
    },
    takesDrafts: ({ request }) => pending.get(request)?.isStream === true,
    sendDraft: draft,
    editDraft: (_message, part, at) => draft(at, part),
    draftGapMs: () => draftGapMs,
    draftWaitMs: () => 0,
    // Also what is not to be said again is the response to a request.
    slot: ({ request, conversation }) => ({ chat: conversation, message: request }),
  };
}

const statuses = { 'too-many': 429, failed: 503, 'not-found': 404 } as const satisfies Record<NonNullable<Reply['refused']>, number>;

function endingOf({ body, refused }: Part): Ending {
  return refused === undefined ? { status: 200, body } : { status: statuses[refused], body: { error: body.text } };
}
