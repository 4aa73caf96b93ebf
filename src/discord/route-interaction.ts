import { ApplicationCommandType, InteractionContextType, InteractionResponseType, InteractionType, MessageFlags } from 'discord.js';
import { commandNamed, decodeAction, languageOfClient, type DeliveryRecord } from '../chat/index.js';
import { decodeOwn } from './buttons.js';
import type { DiscordInteraction, Option } from './events.js';
import { commentForm, commentIn, followUpForm, questionIn } from './forms.js';
import type { Address } from './address.js';
import { messageMenuName } from './register-commands.js';
import { recordOf, type Request } from './requests.js';

/** The first response, which has to come within three seconds. */
export interface Acknowledgement {
  readonly type: InteractionResponseType;
  readonly data?: object;
}

export type InteractionRoute =
  | { readonly kind: 'autocomplete'; readonly typed: string }
  | { readonly kind: 'request'; readonly acknowledge: Acknowledgement; readonly record: DeliveryRecord<Address> }
  /** A form is shown, and nothing more is owed until it is sent. */
  | { readonly kind: 'form'; readonly acknowledge: Acknowledgement; readonly record: DeliveryRecord<Address> }
  | { readonly kind: 'malformed'; readonly problem: string };

const types: Readonly<Record<'autocomplete' | 'command' | 'component' | 'form', number>> = {
  autocomplete: InteractionType.ApplicationCommandAutocomplete,
  command: InteractionType.ApplicationCommand,
  component: InteractionType.MessageComponent,
  form: InteractionType.ModalSubmit,
};
const messageMenu: number = ApplicationCommandType.Message;

/** What is to be done about an interaction. Nothing here waits: the first response must go out at once. */
export function routeInteraction(interaction: DiscordInteraction, canHaveThread: (channel: string) => boolean): InteractionRoute {
  switch (interaction.type) {
    case types.autocomplete: {
      const focused = interaction.data.options?.find((option) => option.focused === true);
      return { kind: 'autocomplete', typed: String(focused?.value ?? '') };
    }
    case types.command:
      return routeCommand(interaction, canHaveThread);
    case types.component:
      return routePress(interaction, canHaveThread);
    case types.form:
      return routeForm(interaction, canHaveThread);
    default:
      return { kind: 'malformed', problem: `type ${interaction.type}` };
  }
}

type CanHaveThread = (channel: string) => boolean;

interface Manner {
  readonly ephemeral: boolean;
  readonly inPlace?: boolean;
}

function routeCommand(interaction: DiscordInteraction, canHaveThread: CanHaveThread): InteractionRoute {
  const { data } = interaction;
  if (data.type === messageMenu) {
    const target = data.resolved?.messages?.[data.target_id ?? ''];
    if (data.name !== messageMenuName || target === undefined) return { kind: 'malformed', problem: 'an unknown message menu' };
    return deferred(interaction, aboutMessage(target), { ephemeral: false }, canHaveThread);
  }
  const name = commandNamed(data.name ?? '')?.name;
  if (name === undefined) return { kind: 'malformed', problem: 'an unknown command' };
  if (name === 'ask' || name === 'think') {
    const text = textOption(data.options, 'question');
    const isSet = (field: 'private' | 'think'): boolean => data.options?.find((option) => option.name === field)?.value === true;
    const thorough = name === 'think' || isSet('think');
    const request: Request = { kind: 'question', text, unseen: true, own: true, ...(thorough ? { thorough } : {}) };
    return deferred(interaction, request, { ephemeral: isSet('private') }, canHaveThread);
  }
  const argument = textOption(data.options, name === 'source' ? 'number' : 'language');
  // In a server these concern nobody but the person.
  const ephemeral = !isAlone(interaction);
  return deferred(interaction, { kind: 'command', name, argument }, { ephemeral }, canHaveThread);
}

type Target = NonNullable<NonNullable<NonNullable<DiscordInteraction['data']['resolved']>['messages']>[string]>;

function aboutMessage({ content, sticker_items: stickers, attachments }: Target): Request {
  const text = content.trim();
  if (text === '' && (stickers?.length ?? 0) > 0) return { kind: 'sticker' };
  if (text === '' && (attachments?.length ?? 0) > 0) return { kind: 'attachment' };
  return { kind: 'question', text, unseen: true, own: true };
}

function routePress(interaction: DiscordInteraction, canHaveThread: CanHaveThread): InteractionRoute {
  const { data, message, locale } = interaction;
  const customId = data.custom_id ?? '';
  const language = languageOfClient(locale ?? undefined);
  const own = decodeOwn(customId);
  const isEphemeral = ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
  const action = decodeAction(customId);
  if (action?.kind === 'open-thread' && message != null) {
    const { answerId } = action;
    const request: Request = { kind: 'thread', answerId, message: message.id, existing: message.thread?.id };
    return deferred(interaction, request, { ephemeral: true }, canHaveThread);
  }
  const press: Request = { kind: 'press', data: customId };
  if (own?.kind === 'follow-up') {
    const record = recordIn(interaction, press, { ephemeral: true }, canHaveThread);
    return { kind: 'form', acknowledge: followUpForm(own.answerId, language), record };
  }
  switch (action?.kind) {
    case 'vote':
      if (action.vote === 'up') return deferred(interaction, press, { ephemeral: true }, canHaveThread);
      return {
        kind: 'request',
        acknowledge: commentForm(action.answerId, language),
        record: recordIn(interaction, press, { ephemeral: true, mute: true }, canHaveThread),
      };
    case 'ask-suggestion':
      return deferred(interaction, press, { ephemeral: isEphemeral }, canHaveThread);
    case 'choose-language':
      // Others would see their message change.
      return deferred(interaction, press, { ephemeral: true, inPlace: isEphemeral }, canHaveThread);
    case 'show-sources':
      return deferred(interaction, press, { ephemeral: true, inPlace: isEphemeral || isAlone(interaction) }, canHaveThread);
    case 'open-passage':
    case 'back-to-answer':
    case 'give-reason':
    case 'open-thread':
    case undefined:
      return deferred(interaction, press, { ephemeral: true }, canHaveThread);
  }
}

function routeForm(interaction: DiscordInteraction, canHaveThread: CanHaveThread): InteractionRoute {
  const { data, message } = interaction;
  const own = decodeOwn(data.custom_id ?? '');
  const rows = data.components ?? [];
  const fields = rows.flatMap(({ component, components }) => [...(component === undefined ? [] : [component]), ...(components ?? [])]);
  switch (own?.kind) {
    case 'comment':
      return deferred(interaction, { kind: 'comment', answerId: own.answerId, ...commentIn(fields) }, { ephemeral: true }, canHaveThread);
    case 'follow-up': {
      const ephemeral = ((message?.flags ?? 0) & MessageFlags.Ephemeral) !== 0;
      const request: Request = { kind: 'question', text: questionIn(fields), replyTo: message?.id, unseen: true, own: true };
      return deferred(interaction, request, { ephemeral }, canHaveThread);
    }
    case undefined:
      return { kind: 'malformed', problem: 'an unknown form' };
  }
}

function deferred(interaction: DiscordInteraction, request: Request, manner: Manner, canHaveThread: CanHaveThread): InteractionRoute {
  const record = recordIn(interaction, request, manner, canHaveThread);
  if (manner.inPlace === true) return { kind: 'request', acknowledge: { type: InteractionResponseType.DeferredMessageUpdate }, record };
  const acknowledge: Acknowledgement = {
    type: InteractionResponseType.DeferredChannelMessageWithSource,
    ...(manner.ephemeral ? { data: { flags: MessageFlags.Ephemeral } } : {}),
  };
  return { kind: 'request', acknowledge, record };
}

function recordIn(
  interaction: DiscordInteraction,
  request: Request,
  { ephemeral, inPlace = false, mute = false }: Manner & { readonly mute?: boolean },
  canHaveThread: CanHaveThread,
): DeliveryRecord<Address> {
  const { id, application_id: application, token, guild_id: guild, member, user } = interaction;
  const channel = interaction.channel_id ?? interaction.channel?.id ?? '';
  const isMember = guild == null ? interaction.context !== InteractionContextType.PrivateChannel : isInstalledThere(interaction);
  return recordOf(request, {
    id,
    channel,
    guild: guild ?? undefined,
    user: member?.user.id ?? user?.id ?? '',
    clientLanguage: interaction.locale ?? undefined,
    isPrivate: isAlone(interaction),
    thread: guild != null && isMember && !ephemeral && canHaveThread(channel),
    member: isMember,
    replyRoute: { kind: 'interaction', application, token, ephemeral, inPlace, mute },
  });
}

function isAlone({ context }: DiscordInteraction): boolean {
  return context === InteractionContextType.BotDM;
}

/** Key 0: by the server's installation (documentation: Authorizing Integration Owners Object). */
function isInstalledThere({ authorizing_integration_owners: owners }: DiscordInteraction): boolean {
  return owners == null || '0' in owners;
}

function textOption(options: readonly Option[] | null | undefined, name: string): string {
  return String(options?.find((option) => option.name === name)?.value ?? '');
}
