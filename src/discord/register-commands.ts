import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  PermissionFlagsBits,
  Routes,
} from 'discord.js';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { textsFor, type Command, type Texts } from '../chat/index.js';
import { languages } from '../language/index.js';
import type { Calls } from './calls.js';

const english = textsFor('en');
/** Discord's names for the languages that differ from a command's own, English. */
const translations = { 'zh-CN': textsFor('zh-Hans'), 'zh-TW': textsFor('zh-Hant') } as const;

const chatInput: number = ApplicationCommandType.ChatInput;

export const messageMenuName = english.forms.messageMenu;

const localizations = z.record(z.string(), z.string()).nullish();
const choice = z.object({ name: z.string(), value: z.union([z.string(), z.number()]), name_localizations: localizations });
const option = z.object({
  type: z.int(),
  name: z.string(),
  name_localizations: localizations,
  description: z.string(),
  description_localizations: localizations,
  required: z.boolean().nullish(),
  autocomplete: z.boolean().nullish(),
  min_value: z.number().nullish(),
  choices: z.array(choice).nullish(),
});
const commandShape = z.object({
  type: z.int().default(ApplicationCommandType.ChatInput),
  name: z.string(),
  name_localizations: localizations,
  description: z.string().default(''),
  description_localizations: localizations,
  options: z.array(option).nullish(),
  default_member_permissions: z.string().nullish(),
  integration_types: z.array(z.int()).nullish(),
  contexts: z.array(z.int()).nullish(),
});
/** A command as far as we say what it is like. */
export type CommandShape = z.infer<typeof commandShape>;

/** Where commands are registered: everywhere, or in one server alone, at once. */
export interface CommandPlace {
  readonly application: string;
  readonly guild?: string | undefined;
}

/** Where nobody is an administrator, nobody is shown their commands. */
export function commandsFor(admins: readonly string[], commands: readonly Command[]): readonly Command[] {
  return admins.length > 0 ? commands : commands.filter(({ who }) => who === 'everyone');
}

/** The commands as they should be, made from those that the chat offers. */
export function desiredCommands(commands: readonly Command[], guild?: string): readonly CommandShape[] {
  const everywhere =
    guild === undefined
      ? {
          integration_types: [ApplicationIntegrationType.GuildInstall, ApplicationIntegrationType.UserInstall],
          contexts: [InteractionContextType.Guild, InteractionContextType.BotDM, InteractionContextType.PrivateChannel],
        }
      : {};
  const forAdmins = guild === undefined ? { ...everywhere, contexts: [InteractionContextType.Guild, InteractionContextType.BotDM] } : {};
  const menu: CommandShape = {
    type: ApplicationCommandType.Message,
    name: messageMenuName,
    name_localizations: inEach((texts) => texts.forms.messageMenu),
    description: '',
    ...everywhere,
  };
  // A greeting is what Telegram's apps send by themselves.
  const offered = commands.filter(({ name }) => name !== 'start');
  const canThink = offered.some(({ name }) => name === 'think');
  const typed = offered.map((command) => ({ ...slashCommand(command, canThink), ...(command.who === 'admins' ? forAdmins : everywhere) }));
  return [...typed, menu];
}

function slashCommand({ name, who, argument }: Command, canThink: boolean): CommandShape {
  const described = (texts: Texts): string => texts.commands[name].description;
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    name_localizations: inEach((texts) => texts.typed.commands[name]),
    description: described(english),
    description_localizations: inEach(described),
    options: optionsOf(name, { required: argument === 'required', canThink }),
    // Who may really use it, the configuration says: this keeps it out of other people's menus.
    ...(who === 'admins' ? { default_member_permissions: String(PermissionFlagsBits.ManageGuild) } : {}),
  };
}

type Field = keyof Texts['typed']['fields'];

function optionsOf(
  name: Command['name'],
  { required, canThink }: { readonly required: boolean; readonly canThink: boolean },
): NonNullable<CommandShape['options']> {
  const argument = (texts: Texts): string => texts.commands[name].argument ?? '';
  const field = (type: ApplicationCommandOptionType, called: Field, described: (texts: Texts) => string) => ({
    type,
    name: english.typed.fields[called],
    name_localizations: inEach((texts) => texts.typed.fields[called]),
    description: described(english),
    description_localizations: inEach(described),
  });
  const question = () => ({ ...field(ApplicationCommandOptionType.String, 'question', argument), required, autocomplete: true });
  const isPrivate = field(ApplicationCommandOptionType.Boolean, 'private', (texts) => texts.forms.privately);
  const thinks = field(ApplicationCommandOptionType.Boolean, 'think', (texts) => texts.forms.thoroughly);
  switch (name) {
    case 'ask':
      return [question(), isPrivate, ...(canThink ? [thinks] : [])];
    case 'think':
      return [question(), isPrivate];
    case 'source':
      return [{ ...field(ApplicationCommandOptionType.Integer, 'number', argument), required, min_value: 1 }];
    case 'language':
      return [
        {
          ...field(ApplicationCommandOptionType.String, 'language', argument),
          required,
          choices: languages.map((language) => ({ name: textsFor(language).languageName, value: language })),
        },
      ];
    case 'start':
    case 'sources':
    case 'help':
    case 'forget':
    case 'stats':
    case 'unanswered':
      return [];
  }
}

function inEach(text: (texts: Texts) => string): Record<string, string> {
  return Object.fromEntries(Object.entries(translations).map(([locale, texts]) => [locale, text(texts)]));
}

export async function registeredCommands(calls: Pick<Calls, 'call'>, place: CommandPlace): Promise<readonly CommandShape[]> {
  const found = await calls.call({ method: 'get', route: routeOf(place), query: { with_localizations: 'true' } });
  return z.array(commandShape).parse(found);
}

/** Registers the commands where, and only where, they differ from what is registered. Returns the differences that there were. */
export async function registerCommands(
  calls: Pick<Calls, 'call'>,
  place: CommandPlace,
  commands: readonly Command[],
): Promise<readonly string[]> {
  const desired = desiredCommands(commands, place.guild);
  const differences = commandDifferences(await registeredCommands(calls, place), desired);
  if (differences.length > 0) await calls.call({ method: 'put', route: routeOf(place), body: [...desired] });
  return differences;
}

export async function removeCommands(calls: Pick<Calls, 'call'>, place: CommandPlace): Promise<void> {
  await calls.call({ method: 'put', route: routeOf(place), body: [] });
}

/** A line a difference: `+ /ask`, `- /old`, `~ /help`. */
export function commandDifferences(registered: readonly CommandShape[], desired: readonly CommandShape[]): readonly string[] {
  const key = ({ type, name }: CommandShape): string => (type === chatInput ? `/${name}` : `“${name}” (menu)`);
  const present = new Map(registered.map((command) => [key(command), command]));
  const wanted = new Map(desired.map((command) => [key(command), command]));
  return [
    ...[...wanted].flatMap(([name, command]) => {
      const there = present.get(name);
      if (there === undefined) return [`+ ${name}`];
      return isDeepStrictEqual(comparable(there, command), comparable(command, command)) ? [] : [`~ ${name}`];
    }),
    ...[...present.keys()].filter((name) => !wanted.has(name)).map((name) => `- ${name}`),
  ];
}

/** Discord fills in what was not said; what we do not say is not compared. */
function comparable(command: CommandShape, wanted: CommandShape): object {
  const numbers = (list: readonly number[] | null | undefined): readonly number[] => [...(list ?? [])].sort((a, b) => a - b);
  return {
    name: command.name,
    names: command.name_localizations ?? {},
    description: command.description,
    descriptions: command.description_localizations ?? {},
    permissions: command.default_member_permissions ?? null,
    installs: wanted.integration_types == null ? [] : numbers(command.integration_types),
    contexts: wanted.contexts == null ? [] : numbers(command.contexts),
    options: (command.options ?? []).map((each) => ({
      type: each.type,
      name: each.name,
      names: each.name_localizations ?? {},
      description: each.description,
      descriptions: each.description_localizations ?? {},
      required: each.required ?? false,
      autocomplete: each.autocomplete ?? false,
      least: each.min_value ?? null,
      choices: (each.choices ?? []).map(({ name, value }) => ({ name, value })),
    })),
  };
}

function routeOf({ application, guild }: CommandPlace) {
  return guild === undefined ? Routes.applicationCommands(application) : Routes.applicationGuildCommands(application, guild);
}
