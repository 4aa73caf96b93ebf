import { refusals } from '../api-error.js';
import type { CallOutcome } from '../call-record.js';
import { FLAG, MESSAGE_TYPE } from '../discord-types.js';
import { answeredInteraction, answerFields, isEphemeral } from '../interactions.js';
import { changeMessage, postMessage, removeMessage } from '../messages.js';
import type { InteractionState, ServerState } from '../server-state.js';
import { refuseArchived, reviveThread } from '../threads.js';
import { readForm, readMessageBody, refuseEmpty, SETTABLE_FLAGS } from '../validation/index.js';
import type { MessageState } from '../world.js';
import { defined } from './messages.js';
import { noContent, ok, type RestCall, type Route } from './route.js';

/** The bot's messages in answer to an interaction, for as long as its token lives (documentation: Followup Messages). */
const WEBHOOK = '/webhooks/{application.id}/{interaction.token}';
const MESSAGE = `${WEBHOOK}/messages/{message.id}`;

export const webhookRoutes: readonly Route[] = [
  { method: 'POST', path: WEBHOOK, auth: 'token', handle: follow },
  { method: 'GET', path: MESSAGE, auth: 'token', handle: (call, state) => ok(messageOf(call, state).stored.message) },
  { method: 'PATCH', path: MESSAGE, auth: 'token', handle: edit },
  { method: 'DELETE', path: MESSAGE, auth: 'token', handle: remove },
];

/** Of an interaction that only the person's own install authorises. */
const MOST_FOLLOWUPS = 5;

const interactionOf = ({ params }: RestCall, state: ServerState): InteractionState =>
  answeredInteraction(state, params['application.id'] ?? '', params['interaction.token'] ?? '');

/** "@original", or a followup by its id; a token reaches its own messages only. */
function messageOf(call: RestCall, state: ServerState): { interaction: InteractionState; stored: MessageState } {
  const interaction = interactionOf(call, state);
  const asked = call.params['message.id'] ?? '';
  const id = asked === '@original' ? interaction.originalId : asked;
  const isTheirs = id !== undefined && (id === interaction.originalId || interaction.followupIds.includes(id));
  const stored = isTheirs ? interaction.at.messages.get(id) : undefined;
  if (!stored) throw refusals.unknownMessage();
  return { interaction, stored };
}

function follow(call: RestCall, state: ServerState): CallOutcome {
  const interaction = interactionOf(call, state);
  const original = interaction.at.messages.get(interaction.originalId ?? '');
  // Right after a deferred answer, the first followup is that answer (deprecated, and still so).
  if (original && (original.message.flags & FLAG.loading) !== 0 && interaction.followupIds.length === 0)
    return change(call, state, original, interaction);
  if (interaction.userInstallOnly && interaction.followupIds.length >= MOST_FOLLOWUPS) throw refusals.followupLimit();
  reviveThread(state, interaction.at, state.bot.user.id);
  const body = readForm(call.body, (form) => readMessageBody(form, SETTABLE_FLAGS.interaction));
  refuseEmpty(body, call.files);
  const { message } = postMessage(state, interaction.at, {
    author: state.bot.user,
    body,
    files: call.files,
    token: interaction.token,
    extra: { ...answerFields(state, interaction), type: MESSAGE_TYPE.reply },
    ...(original ? { repliesTo: original.message } : {}),
    ...(isEphemeral(body.flags) ? { onlyFor: interaction.user.id } : {}),
  });
  interaction.followupIds.push(message.id);
  return ok(message);
}

function edit(call: RestCall, state: ServerState): CallOutcome {
  const { interaction, stored } = messageOf(call, state);
  return change(call, state, stored, interaction);
}

function change(call: RestCall, state: ServerState, stored: MessageState, { at }: InteractionState): CallOutcome {
  refuseArchived(at);
  const body = readForm(call.body, (form) => readMessageBody(form));
  refuseEmpty({ ...stored.message, ...defined(body) }, call.files);
  changeMessage(state, at, stored, body, call.files);
  return ok(stored.message);
}

function remove(call: RestCall, state: ServerState): CallOutcome {
  const { interaction, stored } = messageOf(call, state);
  removeMessage(state, interaction.at, stored);
  return noContent;
}
