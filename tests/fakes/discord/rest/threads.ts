import { refusals } from '../api-error.js';
import type { CallOutcome } from '../call-record.js';
import { CHANNEL } from '../discord-types.js';
import { postMessage } from '../messages.js';
import type { ServerState } from '../server-state.js';
import { ARCHIVE_MINUTES, changeThread, openThread, threadObject } from '../threads.js';
import { type Form, readForm, readMessageBody, refuseEmpty } from '../validation/index.js';
import { channelOf, messageOf, requirePermissions } from './access.js';
import { created, noContent, ok, type RestCall, type Route } from './route.js';

const MEMBER = '/channels/{channel.id}/thread-members/@me';

export const threadRoutes: readonly Route[] = [
  { method: 'POST', path: '/channels/{channel.id}/messages/{message.id}/threads', auth: 'bot', handle: fromMessage },
  { method: 'POST', path: '/channels/{channel.id}/threads', auth: 'bot', handle: start },
  { method: 'GET', path: '/channels/{channel.id}', auth: 'bot', handle: (call, state) => ok(threadObject(state, channelOf(call, state))) },
  { method: 'PATCH', path: '/channels/{channel.id}', auth: 'bot', handle: change },
  { method: 'PUT', path: MEMBER, auth: 'bot', handle: (call, state) => belong(call, state, true) },
  { method: 'DELETE', path: MEMBER, auth: 'bot', handle: (call, state) => belong(call, state, false) },
];

const readThread = (form: Form): { name: string; minutes: number } => ({
  name: form.text('name', { min: 1, max: 100, required: true }) ?? '',
  minutes: form.integer('auto_archive_duration', { choices: ARCHIVE_MINUTES }) ?? 1440,
});

function fromMessage(call: RestCall, state: ServerState): CallOutcome {
  const parent = channelOf(call, state);
  if (parent.channel.type !== CHANNEL.text) throw refusals.channelType();
  const from = messageOf(call, parent);
  requirePermissions(state, parent, 'CREATE_PUBLIC_THREADS');
  const given = readForm(call.body, readThread);
  return created(threadObject(state, openThread(state, parent, { ...given, owner: state.bot.user, from })));
}

function start(call: RestCall, state: ServerState): CallOutcome {
  const parent = channelOf(call, state);
  const owner = state.bot.user;
  if (parent.channel.type === CHANNEL.forum) return post(call, state);
  if (parent.channel.type !== CHANNEL.text) throw refusals.channelType();
  const { type, ...given } = readForm(call.body, (form) => ({
    ...readThread(form),
    type: form.integer('type', { choices: [CHANNEL.publicThread, CHANNEL.privateThread] }) ?? CHANNEL.privateThread,
  }));
  const isPrivate = type === CHANNEL.privateThread;
  requirePermissions(state, parent, isPrivate ? 'CREATE_PRIVATE_THREADS' : 'CREATE_PUBLIC_THREADS');
  return created(threadObject(state, openThread(state, parent, { ...given, owner, isPrivate })));
}

/** In a forum a thread begins with its first message, and both come in one call. */
function post(call: RestCall, state: ServerState): CallOutcome {
  const parent = channelOf(call, state);
  requirePermissions(state, parent, 'SEND_MESSAGES');
  const { message, ...given } = readForm(call.body, (form) => ({
    ...readThread(form),
    message: form.object('message', (body) => readMessageBody(body), { required: true }),
  }));
  refuseEmpty(message ?? {}, call.files);
  const at = openThread(state, parent, { ...given, owner: state.bot.user });
  const { message: first } = postMessage(state, at, { id: at.channel.id, author: state.bot.user, body: message ?? {}, files: call.files });
  return created({ ...threadObject(state, at), message: first });
}

function change(call: RestCall, state: ServerState): CallOutcome {
  const at = channelOf(call, state);
  if (!at.channel.thread_metadata) throw refusals.channelType();
  const body = readForm(call.body, (form) => {
    const [name, archived, locked] = [form.text('name', { min: 1, max: 100 }), form.boolean('archived'), form.boolean('locked')];
    return {
      ...(name === undefined ? {} : { name }),
      ...(archived === undefined ? {} : { archived }),
      ...(locked === undefined ? {} : { locked }),
    };
  });
  if (at.channel.owner_id !== state.bot.user.id || body.locked !== undefined) requirePermissions(state, at, 'MANAGE_THREADS');
  changeThread(state, at, body);
  return ok(threadObject(state, at));
}

function belong(call: RestCall, state: ServerState, joins: boolean): CallOutcome {
  const at = channelOf(call, state);
  if (!at.channel.thread_metadata) throw refusals.channelType();
  if (at.channel.thread_metadata.archived) throw refusals.threadArchived();
  if (joins) at.joined.add(state.bot.user.id);
  else at.joined.delete(state.bot.user.id);
  return noContent;
}
