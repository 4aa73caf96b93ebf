import type { Chat, Message, User } from './bot-api-types.js';
import { postFromPerson } from './deliver.js';
import { chatMember } from './methods/index.js';
import type { ChatRef, Person } from './people.js';
import type { ServerState } from './server-state.js';
import type { BotStanding, ChatState, MemberStatus } from './world.js';

export interface GroupOptions {
  readonly title?: string;
  readonly username?: string;
  readonly creator?: Person;
  readonly members?: readonly Person[];
  /** How the bot stands in it from the beginning; nobody is told. */
  readonly bot?: BotStanding;
  /** A supergroup with topics. */
  readonly isForum?: boolean;
}

/** Chats, and what their administrators do. */
export interface Groups {
  /** The chat of a person with the bot; the bot may write there once the person has. */
  privateChat(person: Person, options?: { readonly started?: boolean }): Chat;
  group(options?: GroupOptions): Chat;
  supergroup(options?: GroupOptions): Chat;
  channel(options?: GroupOptions): Chat;
  /** @returns the topic's `message_thread_id` */
  createTopic(chat: ChatRef, name: string, by: Person): number;
  closeTopic(chat: ChatRef, topic: number, by: Person): void;
  addMember(chat: ChatRef, person: Person, by?: Person): void;
  removeMember(chat: ChatRef, person: Person, by?: Person): void;
  /** Makes somebody an administrator, or no more. */
  setStatus(chat: ChatRef, person: Person, status: MemberStatus): void;
  /** Adds, promotes, demotes or removes the bot; it is told by a `my_chat_member` update. */
  setBot(chat: ChatRef, standing: BotStanding, by: Person): void;
  /** A group becomes a supergroup: another chat with another id. Calls for the old one are refused with `migrate_to_chat_id`. */
  migrate(chat: ChatRef, by: Person): Chat;
  /** Another bot in the group; its messages are not shown to ours. */
  otherBotSpeaks(chat: ChatRef, username: string, text: string): Message;
}

const SUPERGROUP_OFFSET = 1_000_000_000_000;

export function createGroups(state: ServerState): Groups {
  const { world } = state;

  function create(type: 'group' | 'supergroup' | 'channel', options: GroupOptions = {}): Chat {
    const number = world.nextId();
    const id = type === 'group' ? -number : -(SUPERGROUP_OFFSET + number);
    const chat: Chat = {
      id,
      type,
      title: options.title ?? `${type} ${number}`,
      ...(options.username === undefined ? {} : { username: options.username }),
      ...(options.isForum ? { is_forum: true } : {}),
    };
    const created = world.createChat(chat, options.bot ?? (type === 'channel' ? 'administrator' : 'member'));
    if (options.creator) created.members.set(options.creator.user.id, { user: options.creator.user, status: 'creator' });
    for (const { user } of options.members ?? []) created.members.set(user.id, { user, status: 'member' });
    return chat;
  }

  function service(ref: ChatRef, by: User, content: Partial<Message>): Message {
    return postFromPerson(state, world.chat(ref.id), { from: by, ...content });
  }

  function topicOf(chat: ChatState, id: number): NonNullable<ReturnType<ChatState['topics']['get']>> {
    const topic = chat.topics.get(id);
    if (!topic) throw new Error(`Chat ${chat.chat.id} has no topic ${id}.`);
    return topic;
  }

  return {
    privateChat({ user }, { started = true } = {}) {
      const known = world.chats.get(user.id);
      if (known) return known.chat;
      const { id, first_name, last_name, username } = user;
      const names = { first_name, ...(last_name === undefined ? {} : { last_name }), ...(username === undefined ? {} : { username }) };
      return world.createChat({ id, type: 'private', ...names }, started ? 'member' : 'not-started').chat;
    },
    group: (options) => create('group', options),
    supergroup: (options) => create('supergroup', options),
    channel: (options) => create('channel', options),
    createTopic(ref, name, by) {
      const chat = world.chat(ref.id);
      if (!chat.chat.is_forum) throw new Error(`Chat ${ref.id} is no forum; make it with supergroup({ isForum: true }).`);
      const id = chat.nextMessageId;
      chat.topics.set(id, { id, name, closed: false });
      const forum_topic_created = { name, icon_color: 7322096 };
      return service(ref, by.user, { message_thread_id: id, is_topic_message: true, forum_topic_created }).message_id;
    },
    closeTopic(ref, topic, by) {
      topicOf(world.chat(ref.id), topic).closed = true;
      service(ref, by.user, { message_thread_id: topic, is_topic_message: true, forum_topic_closed: {} });
    },
    addMember(ref, { user }, by) {
      world.chat(ref.id).members.set(user.id, { user, status: 'member' });
      service(ref, by?.user ?? user, { new_chat_members: [user] });
    },
    removeMember(ref, { user }, by) {
      world.chat(ref.id).members.set(user.id, { user, status: by ? 'kicked' : 'left' });
      service(ref, by?.user ?? user, { left_chat_member: user });
    },
    setStatus: (ref, { user }, status) => void world.chat(ref.id).members.set(user.id, { user, status }),
    setBot(ref, standing, by) {
      const chat = world.chat(ref.id);
      const old_chat_member = chatMember(state.bot.user, asMemberStatus(chat.bot));
      chat.bot = standing;
      const new_chat_member = chatMember(state.bot.user, asMemberStatus(standing));
      state.updates.add({ my_chat_member: { chat: chat.chat, from: by.user, date: world.date(), old_chat_member, new_chat_member } });
    },
    migrate(ref, by) {
      const old = world.chat(ref.id);
      const options = { ...(old.chat.title === undefined ? {} : { title: old.chat.title }), bot: old.bot };
      const chat = create('supergroup', options);
      for (const [id, member] of old.members) world.chat(chat.id).members.set(id, member);
      service(ref, by.user, { migrate_to_chat_id: chat.id });
      old.migratedTo = chat.id;
      service(chat, by.user, { migrate_from_chat_id: ref.id });
      return chat;
    },
    otherBotSpeaks(ref, username, text) {
      const user = { id: world.nextId(), is_bot: true, first_name: username, username };
      return postFromPerson(state, world.chat(ref.id), { from: user, text });
    },
  };
}

function asMemberStatus(standing: BotStanding): MemberStatus {
  if (standing === 'not-started') return 'left';
  return standing === 'blocked' ? 'kicked' : standing;
}
