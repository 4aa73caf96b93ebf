import { CHANNEL, type Channel, type Message, type User } from '../discord-types.js';
import { changeMessage, postMessage } from '../messages.js';
import { PERMISSION } from '../permissions.js';
import { type ChannelRef, channelAt } from '../places.js';
import type { PersonState, ServerState } from '../server-state.js';
import { openThread, reviveThread } from '../threads.js';
import type { ChannelState } from '../world.js';
import { type CommandUse, offeredCommands, type OptionValues, useAutocomplete, useMessageMenu, useSlash } from './commands.js';
import { chooseOptions, pressButton, submitModal } from './components.js';
import type { InteractionView } from './interaction-view.js';

export interface Place {
  /** Where it is done; the direct conversation with the bot unless said. */
  readonly where?: ChannelRef;
  /** The language of the person's client, other than their usual one. */
  readonly locale?: string;
  readonly guildLocale?: string;
}

/** Somebody with a Discord client. What they do becomes messages and interactions, and events where the bot may know. */
export interface Person {
  readonly user: User;
  /** Text that mentions this person. */
  readonly mention: string;
  sendMessage(channel: ChannelRef, text: string, options?: { readonly replyTo?: Message; readonly pingReplied?: boolean }): Message;
  /** Writes to the bot alone. */
  dm(text: string, options?: { readonly replyTo?: Message }): Message;
  /** The direct conversation with the bot. */
  readonly dmChannel: Channel;
  editMessage(message: Message, text: string): Message;
  /** Opens a post in a forum; the thread and its first message. */
  forumPost(forum: ChannelRef, title: string, text: string): { readonly thread: Channel; readonly message: Message };
  /** `/name`, or `/name subcommand`, with its options. */
  slash(name: string, options?: OptionValues, place?: Place): InteractionView;
  autocomplete(name: string, focused: string, options?: OptionValues, place?: Place): InteractionView;
  /** Uses a message's context menu. */
  messageMenu(name: string, message: Message, place?: Omit<Place, 'where'>): InteractionView;
  pressButton(message: Message, button: string | number, place?: Omit<Place, 'where'>): InteractionView;
  choose(message: Message, values: readonly string[], place?: Omit<Place, 'where'>): InteractionView;
  submitModal(from: InteractionView, texts: Readonly<Record<string, string>>, place?: Omit<Place, 'where'>): InteractionView;
  /** The messages of a channel as this person sees them now, oldest first: ephemeral ones only if they are theirs. */
  messages(channel: ChannelRef): readonly Message[];
  /** Whether, and how, they see a message now. */
  sees(message: Message): Message | undefined;
  /** Names and descriptions of the commands that they are offered, in their language. */
  commands(place?: Place): readonly { readonly name: string; readonly description: string; readonly type: number }[];
  /** Takes no direct messages from the bot any more (or takes them again). */
  closeDms(closed?: boolean): void;
  /** Installs the app to their account (or removes it). */
  installApp(installed?: boolean): void;
  setLocale(locale: string): void;
}

export function createPerson(state: ServerState, person: PersonState): Person {
  const { world, bot } = state;
  const { user } = person;

  const dmState = (): ChannelState => world.dmOf(bot.user, user);
  const use = ({ where, locale = person.locale, guildLocale }: Place = {}): CommandUse => {
    const at = where ? channelAt(state, where.id) : dmState();
    if (!canView(at)) throw new Error(`${user.username} cannot see the channel ${at.channel.id}.`);
    return { state, person, at, locale, guildLocale };
  };
  const of = (message: Message, place: Omit<Place, 'where'> = {}): CommandUse => use({ ...place, where: { id: message.channel_id } });

  function canView(at: ChannelState): boolean {
    return (world.permissionsOf(user.id, at) & PERMISSION.VIEW_CHANNEL) !== 0n;
  }

  function write(at: ChannelState, text: string, replyTo?: Message, pingReplied = true): Message {
    if (at.channel.type === CHANNEL.forum) throw new Error('Nobody can write into a forum itself; use forumPost.');
    if (!canView(at)) throw new Error(`${user.username} cannot see the channel ${at.channel.id}.`);
    reviveThread(state, at, user.id);
    at.joined.add(user.id);
    const repliesTo = replyTo && (at.messages.get(replyTo.id)?.message ?? replyTo);
    const allowedMentions = pingReplied ? undefined : { parse: ['users', 'roles', 'everyone'], users: [], roles: [], replied_user: false };
    return postMessage(state, at, { author: user, body: { content: text, allowedMentions }, ...(repliesTo ? { repliesTo } : {}) }).message;
  }

  return {
    user,
    mention: `<@${user.id}>`,
    sendMessage: (channel, text, { replyTo, pingReplied } = {}) => write(channelAt(state, channel.id), text, replyTo, pingReplied),
    dm: (text, { replyTo } = {}) => write(dmState(), text, replyTo),
    get dmChannel() {
      return dmState().channel;
    },
    editMessage(message, text) {
      const at = channelAt(state, message.channel_id);
      const stored = at.messages.get(message.id);
      if (stored?.message.author.id !== user.id) throw new Error(`${user.username} can change only what they wrote.`);
      const same = { embeds: undefined, components: undefined, allowedMentions: undefined, flags: undefined, attachments: undefined };
      changeMessage(state, at, stored, { content: text, ...same });
      return stored.message;
    },
    forumPost(forum, title, text) {
      const thread = openThread(state, channelAt(state, forum.id), { name: title, owner: user });
      const { message } = postMessage(state, thread, { id: thread.channel.id, author: user, body: { content: text } });
      return { thread: thread.channel, message };
    },
    slash: (name, options = {}, place = {}) => useSlash(use(place), name, options),
    autocomplete: (name, focused, options = {}, place = {}) => useAutocomplete(use(place), name, focused, options),
    messageMenu: (name, message, place) => useMessageMenu(of(message, place), name, message),
    pressButton: (message, button, place) => pressButton(of(message, place), message, button),
    choose: (message, values, place) => chooseOptions(of(message, place), message, values),
    submitModal(from, texts, place) {
      const interaction = state.interactions.get(from.token);
      if (interaction?.user.id !== user.id) throw new Error('That form is for somebody else.');
      return submitModal(use({ ...place, where: interaction.at.channel }), interaction, texts);
    },
    messages(channel) {
      const at = channelAt(state, channel.id);
      if (!canView(at)) return [];
      return [...at.messages.values()].filter(({ onlyFor }) => onlyFor === undefined || onlyFor === user.id).map(({ message }) => message);
    },
    sees(message) {
      const at = world.channels.get(message.channel_id);
      const stored = at?.messages.get(message.id);
      const isShown = at && stored && canView(at) && (stored.onlyFor === undefined || stored.onlyFor === user.id);
      return isShown ? stored.message : undefined;
    },
    commands: (place) => offeredCommands(use(place)).map(({ command, name, description }) => ({ name, description, type: command.type })),
    closeDms(closed = true) {
      person.dmsClosed = closed;
    },
    installApp(installed = true) {
      person.installed = installed;
    },
    setLocale(locale) {
      person.locale = locale;
    },
  };
}
