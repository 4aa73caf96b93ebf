import { COMMAND, type Command, type CommandOption, INTERACTION, type JsonObject, type Message, OPTION } from '../discord-types.js';
import { contextOf, INSTALL, startInteraction } from '../interactions.js';
import type { PersonState, ServerState } from '../server-state.js';
import type { ChannelState } from '../world.js';
import { type InteractionView, viewOf } from './interaction-view.js';

export type OptionValue = string | number | boolean;
export type OptionValues = Readonly<Record<string, OptionValue>>;

export interface CommandUse {
  readonly state: ServerState;
  readonly person: PersonState;
  readonly at: ChannelState;
  readonly locale: string;
  readonly guildLocale: string | undefined;
}

/** Types a slash command and sends it. Discord's client sends only what fits the command, so anything else is an error of the test. */
export function useSlash(use: CommandUse, name: string, values: OptionValues): InteractionView {
  const command = findCommand(use, COMMAND.chatInput, name);
  const { path, options } = descend(command, name);
  const missing = options.find((option) => option.required && values[option.name] === undefined);
  if (missing) throw new Error(`/${name} cannot be sent without its option "${missing.name}".`);
  const given = Object.entries(values).map(([option, value]) => filled(name, options, option, value));
  return start(use, INTERACTION.command, command, { options: nested(path, given) });
}

/** What is in the field so far, with the cursor in `focused`; the view's `choices` are what the bot suggests. */
export function useAutocomplete(use: CommandUse, name: string, focused: string, values: OptionValues): InteractionView {
  const command = findCommand(use, COMMAND.chatInput, name);
  const { path, options } = descend(command, name);
  const field = options.find((option) => option.name === focused);
  if (!field?.autocomplete) throw new Error(`The option "${focused}" of /${name} has no autocomplete.`);
  const typed = { [focused]: '', ...values };
  // What is typed is sent as text, whatever the option's type.
  const given = Object.entries(typed).map(([option, value]) =>
    option === focused ? { name: option, type: field.type, value: String(value), focused: true } : filled(name, options, option, value),
  );
  return start(use, INTERACTION.autocomplete, command, { options: nested(path, given) });
}

export function useMessageMenu(use: CommandUse, name: string, message: Message): InteractionView {
  const command = findCommand(use, COMMAND.message, name);
  // A message that was chosen from its menu comes with its text, whatever the intents.
  const shown = use.at.messages.get(message.id)?.message ?? message;
  return start(use, INTERACTION.command, command, { target_id: shown.id, resolved: { messages: { [shown.id]: shown } } });
}

/** The commands that a person is offered in a place, under the names of their language. */
export function offeredCommands({
  state,
  person,
  at,
  locale,
}: CommandUse): { readonly command: Command; readonly name: string; readonly description: string }[] {
  const { bot, world } = state;
  const context = contextOf(at, bot.user.id);
  const botIsThere = at.guild?.members.has(bot.user.id) ?? context === 1;
  const ofGuild = botIsThere ? (bot.commands.get(at.guild?.id ?? '-') ?? []) : [];
  const isOffered = ({ integration_types: types = [INSTALL.guild], contexts, guild_id }: Command): boolean => {
    const installed = (botIsThere && types.includes(INSTALL.guild)) || (person.installed && types.includes(INSTALL.user));
    return guild_id !== undefined || (installed && (contexts ?? [0, 1, 2]).includes(context));
  };
  const mayUse = ({ default_member_permissions: needed }: Command): boolean =>
    needed === null ||
    !at.guild ||
    (BigInt(needed) !== 0n && (world.permissionsOf(person.user.id, at) & BigInt(needed)) === BigInt(needed));
  return [...ofGuild, ...(bot.commands.get('') ?? [])]
    .filter((command) => isOffered(command) && mayUse(command))
    .map((command) => ({
      command,
      name: command.name_localizations?.[locale] ?? command.name,
      description: command.description_localizations?.[locale] ?? command.description,
    }));
}

/** A guild's own command hides the global one of the same name. Names of the person's language are known too. */
function findCommand(use: CommandUse, type: number, name: string): Command {
  const root = type === COMMAND.chatInput ? (name.split(' ')[0] ?? name) : name;
  const offered = offeredCommands(use).filter(({ command }) => command.type === type);
  const found = offered.find(({ command, name: localized }) => command.name === root || localized === root);
  if (found) return found.command;
  const names = offered.map(({ command }) => command.name).join(', ') || 'none';
  throw new Error(`${use.person.user.username} is offered no command "${root}" there; offered: ${names}.`);
}

/** `sources show` means the subcommand `show` of `/sources`. */
function descend(
  { options = [] }: Command,
  name: string,
): { readonly path: readonly CommandOption[]; readonly options: readonly CommandOption[] } {
  const path: CommandOption[] = [];
  let level: readonly CommandOption[] = options;
  for (const word of name.split(' ').slice(1)) {
    const next = level.find((option) => option.name === word && option.type <= OPTION.subcommandGroup);
    if (!next) throw new Error(`/${name} does not exist: there is no subcommand "${word}".`);
    path.push(next);
    level = next.options ?? [];
  }
  return { path, options: level };
}

function filled(command: string, options: readonly CommandOption[], name: string, value: OptionValue): JsonObject {
  const option = options.find((one) => one.name === name);
  if (!option) throw new Error(`/${command} has no option "${name}".`);
  const fits = { [OPTION.boolean]: 'boolean', [OPTION.integer]: 'number', [OPTION.number]: 'number' }[option.type] ?? 'string';
  if (typeof value !== fits) throw new Error(`The option "${name}" of /${command} takes a ${fits}, not ${JSON.stringify(value)}.`);
  if (option.choices && !option.choices.some((choice) => choice.value === value))
    throw new Error(`The option "${name}" of /${command} offers no choice ${JSON.stringify(value)}.`);
  const size = typeof value === 'string' ? value.length : 0;
  if (typeof value === 'string' && (size < (option.min_length ?? 0) || size > (option.max_length ?? 6000)))
    throw new Error(`The option "${name}" of /${command} does not take ${size} characters.`);
  return { name, type: option.type, value };
}

const nested = (path: readonly CommandOption[], options: readonly JsonObject[]): readonly JsonObject[] =>
  path.reduceRight<readonly JsonObject[]>((inner, { name, type }) => [{ name, type, options: inner }], options);

function start(
  use: CommandUse,
  type: typeof INTERACTION.command | typeof INTERACTION.autocomplete,
  command: Command,
  more: JsonObject,
): InteractionView {
  const { state, person, at, locale, guildLocale } = use;
  const { id, name, type: commandType, guild_id } = command;
  const data = { id, name, type: commandType, ...(guild_id === undefined ? {} : { guild_id }), ...more };
  return viewOf(state, startInteraction(state, { type, user: person.user, at, data, locale, guildLocale, command }));
}
