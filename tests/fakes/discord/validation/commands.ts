import { defined } from '../defined.js';
import { type Choice, COMMAND, type CommandOption, type Localizations, OPTION } from '../discord-types.js';
import type { Form, TextLimits } from './form.js';
import { LOCALES } from './locales.js';

/** Limits of commands (documentation: Application Commands). */
export const COMMAND_LIMITS = {
  chatInput: 100,
  menu: 15,
  options: 25,
  choices: 25,
  name: 32,
  description: 100,
  choice: 100,
  total: 8000,
} as const;

const CHAT_INPUT_NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const COMPOUND: readonly number[] = [OPTION.subcommand, OPTION.subcommandGroup];
const WITH_CHOICES: readonly number[] = [OPTION.string, OPTION.integer, OPTION.number];

export interface CommandBody {
  readonly type: number;
  readonly name: string;
  readonly name_localizations: Localizations;
  readonly description: string;
  readonly description_localizations: Localizations;
  readonly options?: readonly CommandOption[];
  readonly default_member_permissions: string | null;
  readonly contexts: readonly number[] | null;
  readonly integration_types: readonly number[] | undefined;
  readonly nsfw: boolean;
}

export function readCommand(form: Form): CommandBody {
  const type = form.integer('type', { choices: Object.values(COMMAND) }) ?? COMMAND.chatInput;
  const isChatInput = type === COMMAND.chatInput;
  const command: CommandBody = {
    type,
    name: readName(form, isChatInput),
    name_localizations: readLocalizations(form, 'name_localizations', { min: 1, max: COMMAND_LIMITS.name }, isChatInput),
    ...(isChatInput ? readDescriptions(form) : refuseDescription(form)),
    ...(isChatInput ? defined('options', readOptions(form)) : {}),
    default_member_permissions: readPermissions(form),
    contexts: readSet(form, 'contexts', [0, 1, 2]) ?? null,
    integration_types: readSet(form, 'integration_types', [0, 1]),
    nsfw: form.boolean('nsfw') ?? false,
  };
  if (!isChatInput && form.has('options'))
    form.problem('options', 'APPLICATION_COMMAND_OPTIONS_INVALID', 'Options can only be set on chat input commands');
  if (size(command) > COMMAND_LIMITS.total)
    form.problem(undefined, 'APPLICATION_COMMAND_TOO_LARGE', `Command exceeds maximum size (${COMMAND_LIMITS.total})`);
  return command;
}

function readName(form: Form, isChatInput: boolean): string {
  const name = form.text('name', { min: 1, max: COMMAND_LIMITS.name, required: true }) ?? '';
  if (isChatInput) checkName(form, 'name', name);
  return name;
}

function checkName(form: Form, field: string, name: string): void {
  if (!CHAT_INPUT_NAME.test(name)) form.problem(field, 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
  // Where a letter has a lower case, the name must use it.
  if (!CHAT_INPUT_NAME.test(name) || name !== name.toLowerCase())
    form.problem(field, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

function readDescriptions(form: Form): Pick<CommandBody, 'description' | 'description_localizations'> {
  const limits = { min: 1, max: COMMAND_LIMITS.description };
  return {
    description: form.text('description', { ...limits, required: true }) ?? '',
    description_localizations: readLocalizations(form, 'description_localizations', limits, false),
  };
}

function refuseDescription(form: Form): Pick<CommandBody, 'description' | 'description_localizations'> {
  const given = form.raw['description'];
  if (given !== undefined && given !== null && given !== '')
    form.problem(
      'description',
      'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION_CANNOT_BE_SET',
      'Context menu commands cannot have description',
    );
  return { description: '', description_localizations: null };
}

function readLocalizations(form: Form, name: string, limits: TextLimits, asCommandName: boolean): Localizations {
  const read = form.object(name, (texts) => {
    const entries = Object.keys(texts.raw).map((locale) => {
      if (!LOCALES.includes(locale))
        texts.problem(locale, 'BASE_TYPE_CHOICES', `Value must be one of (${LOCALES.map((one) => `'${one}'`).join(', ')}).`);
      const text = texts.text(locale, limits) ?? '';
      if (asCommandName) checkName(texts, locale, text);
      return [locale, text] as const;
    });
    return Object.fromEntries(entries);
  });
  return read ?? null;
}

function readOptions(form: Form): CommandOption[] | undefined {
  const names = new Set<string>();
  let optionalCame = false;
  return form.objects(
    'options',
    (item) => {
      const option = readOption(item);
      if (names.has(option.name)) item.problem('name', 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
      names.add(option.name);
      const required = option.required ?? false;
      if (required && optionalCame)
        item.problem(
          undefined,
          'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
          'Required options must be placed before non-required options',
        );
      optionalCame ||= !required && !COMPOUND.includes(option.type);
      return option;
    },
    { max: COMMAND_LIMITS.options },
  );
}

function readOption(form: Form): CommandOption {
  const type = form.integer('type', { min: 1, max: 11, required: true }) ?? OPTION.string;
  const choices = form.objects('choices', (choice) => readChoice(choice, type), { max: COMMAND_LIMITS.choices });
  const autocomplete = form.boolean('autocomplete') ?? false;
  if (autocomplete && choices?.length)
    form.problem('autocomplete', 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES', 'Autocomplete and choices are mutually exclusive');
  if ((autocomplete || choices?.length) && !WITH_CHOICES.includes(type))
    form.problem('type', 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Only string, integer and number options take choices');
  return {
    type,
    name: readName(form, true),
    name_localizations: readLocalizations(form, 'name_localizations', { min: 1, max: COMMAND_LIMITS.name }, true),
    ...readDescriptions(form),
    // Discord gives these back only where they are true.
    ...defined('required', form.boolean('required') ? true : undefined),
    ...defined('autocomplete', autocomplete ? true : undefined),
    ...defined('choices', choices?.length ? choices : undefined),
    ...defined('options', COMPOUND.includes(type) ? (readOptions(form) ?? []) : undefined),
    ...defined('min_value', form.integer('min_value')),
    ...defined('max_value', form.integer('max_value')),
    ...defined('min_length', form.integer('min_length', { min: 0, max: 6000 })),
    ...defined('max_length', form.integer('max_length', { min: 1, max: 6000 })),
  };
}

/** A choice of a command's option, or one that autocomplete suggests. */
export function readChoice(form: Form, type: number): Choice {
  const name = form.text('name', { min: 1, max: COMMAND_LIMITS.choice, required: true }) ?? '';
  const value =
    type === OPTION.string
      ? form.text('value', { min: 1, max: COMMAND_LIMITS.choice, required: true })
      : form.integer('value', { required: true });
  const localizations = readLocalizations(form, 'name_localizations', { min: 1, max: COMMAND_LIMITS.choice }, false);
  return { name, value: value ?? '', ...defined('name_localizations', localizations ?? undefined) };
}

function readPermissions(form: Form): string | null {
  const value = form.raw['default_member_permissions'];
  if (value === undefined || value === null) return null;
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : JSON.stringify(value);
  if (!/^\d+$/.test(text)) form.problem('default_member_permissions', 'NUMBER_TYPE_COERCE', `Value "${text}" is not int.`);
  return text;
}

function readSet(form: Form, name: string, choices: readonly number[]): number[] | undefined {
  const seen = new Set<number>();
  return form.list(name, (item, at) => {
    const value = Number(item);
    if (!choices.includes(value)) at.problem(undefined, 'BASE_TYPE_CHOICES', `Value must be one of {${choices.join(', ')}}.`);
    if (seen.has(value)) at.problem(undefined, 'SET_TYPE_ALREADY_CONTAINS_VALUE', 'The set already contains this value');
    seen.add(value);
    return value;
  });
}

/** Name, description and values of a command and all its options; of localised texts, the longest counts. */
function size({ name, name_localizations, description, description_localizations, options = [] }: CommandBody | CommandOption): number {
  const longest = (text: string, localized: Localizations | undefined): number =>
    Math.max(text.length, ...Object.values(localized ?? {}).map((one) => one.length));
  const ofChoices = (option: CommandOption): number =>
    (option.choices ?? []).reduce((sum, choice) => sum + longest(choice.name, choice.name_localizations) + String(choice.value).length, 0);
  const own = longest(name, name_localizations) + longest(description, description_localizations);
  return options.reduce((sum, option) => sum + size(option) + ofChoices(option), own);
}
