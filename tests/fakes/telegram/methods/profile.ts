import { badRequest } from '../bot-api-error.js';
import type { BotCommand } from '../bot-api-types.js';
import type { CallParameters } from '../call-parameters.js';
import { findChat } from '../chat-access.js';
import { createCallParameters } from '../call-parameters.js';
import { integerField, isObject, type JsonObject, requiredString } from '../json-fields.js';
import type { ServerState } from '../server-state.js';
import type { Method } from './method.js';

const MAX_COMMANDS = 100;

export const getMe: Method = (_, { bot }) => ({
  result: {
    ...bot.user,
    can_join_groups: true,
    can_read_all_group_messages: !bot.privacyMode,
    supports_inline_queries: bot.inlineMode,
    can_connect_to_business: false,
    has_main_web_app: false,
  },
});

export const setMyCommands: Method = (parameters, state) => {
  const commands = readCommands(parameters);
  const key = commandsKey(parameters, state);
  if (commands.length === 0) state.bot.commands.delete(key);
  else state.bot.commands.set(key, commands);
  return { result: true };
};

export const getMyCommands: Method = (parameters, state) => ({ result: state.bot.commands.get(commandsKey(parameters, state)) ?? [] });

export const deleteMyCommands: Method = (parameters, state) => {
  state.bot.commands.delete(commandsKey(parameters, state));
  return { result: true };
};

function readCommands(parameters: CallParameters): readonly BotCommand[] {
  const value = parameters.json('commands', () => badRequest("can't parse commands JSON object"));
  if (value === undefined) throw badRequest('commands are not specified');
  if (!Array.isArray(value)) throw badRequest('expected an Array of BotCommand');
  if (value.length > MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
  return value.map((item: unknown) => {
    const context = "can't parse BotCommand: ";
    if (!isObject(item)) throw badRequest(`${context}expected an Object`);
    const command = requiredString(item, 'command', context).replace(/^\//, '');
    const description = requiredString(item, 'description', context).trim();
    if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
    if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    return { command, description };
  });
}

/** The whole scope and the language are one key: what is set for `zh` in groups is neither `zh` elsewhere nor groups in general. */
function commandsKey(parameters: CallParameters, state: ServerState): string {
  const value = parameters.json('scope', () => badRequest("can't parse BotCommandScope JSON object")) ?? { type: 'default' };
  if (!isObject(value)) throw badRequest('BotCommandScope must be an Object');
  return `${JSON.stringify(readScope(value, state))}${languageCode(parameters)}`;
}

function readScope(scope: JsonObject, state: ServerState): JsonObject {
  const context = "can't parse BotCommandScope: ";
  const type = requiredString(scope, 'type', context);
  switch (type) {
    case 'default':
    case 'all_private_chats':
    case 'all_group_chats':
    case 'all_chat_administrators':
      return { type };
    case 'chat':
    case 'chat_administrators':
    case 'chat_member': {
      const chat = findChat(createCallParameters({ chat_id: requiredString(scope, 'chat_id', context) }), state).chat;
      if (type === 'chat_administrators' && chat.type === 'private') throw badRequest("can't use the scope in private chats");
      if (type !== 'chat_member') return { type, chat_id: chat.id };
      return { type, chat_id: chat.id, user_id: integerField(scope, 'user_id', context) };
    }
    default:
      throw badRequest(`${context}Unsupported type specified`);
  }
}

/** Two lower-case letters (ISO 639-1) or nothing: there is one `zh`, not two. */
function languageCode(parameters: CallParameters): string {
  const code = parameters.text('language_code');
  if (code !== '' && !/^[a-z]{2}$/.test(code)) throw badRequest('invalid language code specified');
  return code;
}

function textSetter(name: string, maxLength: number, tooLong: string): Method {
  return (parameters, { bot }) => {
    const text = parameters.text(name);
    if (text.length > maxLength) throw badRequest(tooLong);
    bot.texts.set(`${name}${languageCode(parameters)}`, text);
    if (name === 'name' && languageCode(parameters) === '' && text !== '') bot.user = { ...bot.user, first_name: text };
    return { result: true };
  };
}

/** Where a language has no text of its own, the one without a language stands. */
function textGetter(name: string): Method {
  return (parameters, { bot }) => ({
    result: {
      [name]: bot.texts.get(`${name}${languageCode(parameters)}`) ?? bot.texts.get(name) ?? (name === 'name' ? bot.user.first_name : ''),
    },
  });
}

export const setMyName = textSetter('name', 64, 'BOT_NAME_TOO_LONG');
export const getMyName = textGetter('name');
export const setMyDescription = textSetter('description', 512, 'BOT_DESCRIPTION_TOO_LONG');
export const getMyDescription = textGetter('description');
export const setMyShortDescription = textSetter('short_description', 120, 'BOT_SHORT_DESCRIPTION_TOO_LONG');
export const getMyShortDescription = textGetter('short_description');
