import { refusals } from '../api-error.js';
import type { CallOutcome } from '../call-record.js';
import { FLAG, INTERACTION, OPTION } from '../discord-types.js';
import { answerFields, isEphemeral, unansweredInteraction } from '../interactions.js';
import { changeMessage, postMessage } from '../messages.js';
import type { InteractionState, ServerState } from '../server-state.js';
import {
  type Form,
  readChoice,
  readFlags,
  readForm,
  readMessageBody,
  readModal,
  refuseEmpty,
  SETTABLE_FLAGS,
} from '../validation/index.js';
import type { MessageState } from '../world.js';
import { noContent, ok, type RestCall, type Route } from './route.js';

/** Interaction callback types (documentation: Receiving and Responding). */
export const CALLBACK = { pong: 1, message: 4, deferredMessage: 5, deferredUpdate: 6, update: 7, choices: 8, modal: 9 } as const;

export const interactionRoutes: readonly Route[] = [
  { method: 'POST', path: '/interactions/{interaction.id}/{interaction.token}/callback', auth: 'token', handle: respond },
];

const MOST_CHOICES = 25;

function respond(call: RestCall, state: ServerState): CallOutcome {
  const { 'interaction.id': id = '', 'interaction.token': token = '' } = call.params;
  const interaction = unansweredInteraction(state, id, token);
  const type = readForm(call.body, (form) => form.integer('type', { choices: allowedFor(interaction), required: true }) ?? 0);
  const shown = answer(call, state, interaction, type);
  interaction.ack = { type, atMs: state.clock.now() };
  interaction.originalId = shown?.message.id;
  return call.query['with_response'] === 'true' ? ok(callbackResponse(interaction, type, shown)) : noContent;
}

/** An autocomplete takes choices and nothing else; only what hangs on a message can update one; a modal opens no modal. */
function allowedFor({ type, sourceId }: InteractionState): number[] {
  if (type === INTERACTION.autocomplete) return [CALLBACK.choices];
  return [
    CALLBACK.message,
    CALLBACK.deferredMessage,
    ...(sourceId === undefined ? [] : [CALLBACK.deferredUpdate, CALLBACK.update]),
    ...(type === INTERACTION.modal ? [] : [CALLBACK.modal]),
  ];
}

/** Does what the callback asks for; the message that it made, or changed, is what "@original" will mean. */
function answer(call: RestCall, state: ServerState, interaction: InteractionState, type: number): MessageState | undefined {
  const data = <T>(read: (form: Form) => T): T | undefined => readForm(call.body, (form) => form.object('data', read, { required: true }));
  switch (type) {
    case CALLBACK.message:
      return message(call, state, interaction, data((form) => readMessageBody(form, SETTABLE_FLAGS.interaction)) ?? nothing);
    case CALLBACK.deferredMessage:
      return thinking(
        state,
        interaction,
        readForm(call.body, (form) => form.object('data', (at) => readFlags(at, FLAG.ephemeral))),
      );
    case CALLBACK.deferredUpdate:
      return source(interaction);
    case CALLBACK.update: {
      const stored = source(interaction);
      const body = data((form) => readMessageBody(form)) ?? nothing;
      changeMessage(state, interaction.at, stored, body, call.files);
      return stored;
    }
    case CALLBACK.choices:
      interaction.choices = data((form) =>
        form.objects('choices', (choice) => readChoice(choice, OPTION.string), { max: MOST_CHOICES, required: true }),
      );
      return undefined;
    default:
      interaction.modal = data(readModal);
      return undefined;
  }
}

const nothing = {
  content: undefined,
  embeds: undefined,
  components: undefined,
  allowedMentions: undefined,
  flags: undefined,
  attachments: undefined,
};

function message(
  call: RestCall,
  state: ServerState,
  interaction: InteractionState,
  body: ReturnType<typeof readMessageBody>,
): MessageState {
  refuseEmpty(body, call.files);
  return postMessage(state, interaction.at, {
    author: state.bot.user,
    body,
    files: call.files,
    token: interaction.token,
    extra: answerFields(state, interaction),
    ...(isEphemeral(body.flags) ? { onlyFor: interaction.user.id } : {}),
  });
}

/** "… is thinking": a message without content, until it is edited. */
function thinking(state: ServerState, interaction: InteractionState, flags: number | undefined): MessageState {
  return postMessage(state, interaction.at, {
    author: state.bot.user,
    body: { flags: (flags ?? 0) | FLAG.loading },
    token: interaction.token,
    extra: answerFields(state, interaction),
    ...(isEphemeral(flags) ? { onlyFor: interaction.user.id } : {}),
  });
}

function source({ at, sourceId }: InteractionState): MessageState {
  const stored = at.messages.get(sourceId ?? '');
  if (!stored) throw refusals.unknownMessage();
  return stored;
}

function callbackResponse({ id, type: of }: InteractionState, type: number, shown: MessageState | undefined): object {
  const holdsMessage = type === CALLBACK.message || type === CALLBACK.update;
  return {
    interaction: {
      id,
      type: of,
      ...(shown
        ? {
            response_message_id: shown.message.id,
            response_message_loading: type === CALLBACK.deferredMessage,
            response_message_ephemeral: shown.onlyFor !== undefined,
          }
        : {}),
    },
    resource: { type, ...(shown && holdsMessage ? { message: shown.message } : {}) },
  };
}
