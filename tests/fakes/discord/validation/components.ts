import { defined } from '../defined.js';
import { COMPONENT, type Component, LINK_BUTTON, type SelectOption } from '../discord-types.js';
import type { Form } from './form.js';
import { readUrl } from './url.js';

/** Component limits (documentation: Component Reference). Layout by "components v2" is not known here: the flag is refused. */
const COMPONENT_LIMITS = { rows: 5, buttonsInRow: 5, customId: 100, label: 80, url: 512, options: 25, placeholder: 150 } as const;

export function readComponents(form: Form): Component[] | undefined {
  const seen = new Set<string>();
  return form.objects('components', (row) => readRow(row, seen), { max: COMPONENT_LIMITS.rows });
}

function readRow(form: Form, seen: Set<string>): Component {
  const type = form.integer('type', { choices: [COMPONENT.row], required: true }) ?? COMPONENT.row;
  if (type !== COMPONENT.row) return { type };
  const components =
    form.objects('components', (child) => readInRow(child, seen), { min: 1, max: COMPONENT_LIMITS.buttonsInRow, required: true }) ?? [];
  // A select is as wide as five buttons.
  if (components.length > 1 && components.some((child) => child.type === COMPONENT.stringSelect))
    form.problem('components', 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  return { type, components };
}

function readInRow(form: Form, seen: Set<string>): Component {
  const type = form.integer('type', { choices: [COMPONENT.button, COMPONENT.stringSelect], required: true });
  return type === COMPONENT.stringSelect ? readSelect(form, seen) : readButton(form, seen);
}

function readButton(form: Form, seen: Set<string>): Component {
  const style = form.integer('style', { choices: [1, 2, 3, 4, LINK_BUTTON], required: true }) ?? 1;
  const label = form.text('label', { max: COMPONENT_LIMITS.label });
  const emoji = form.object('emoji', readEmoji);
  if ((label ?? '') === '' && !emoji) form.problem('label', 'BASE_TYPE_REQUIRED', 'This field is required');
  const target = style === LINK_BUTTON ? readLink(form) : readCustomId(form, seen);
  if (style !== LINK_BUTTON && form.has('url')) exclusive(form, 'url');
  return {
    type: COMPONENT.button,
    style,
    ...defined('label', label),
    ...defined('emoji', emoji),
    ...target,
    ...defined('disabled', form.boolean('disabled')),
  };
}

function readLink(form: Form): Partial<Component> {
  if (form.has('custom_id')) exclusive(form, 'custom_id');
  if (!form.has('url')) form.problem('url', 'BASE_TYPE_REQUIRED', 'This field is required');
  return defined('url', readUrl(form, 'url', ['http', 'https', 'discord'], COMPONENT_LIMITS.url));
}

function exclusive(form: Form, name: string): void {
  form.problem(name, 'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE', 'A custom id and url cannot both be specified');
}

export function readCustomId(form: Form, seen: Set<string>): { custom_id: string } {
  const id = form.text('custom_id', { min: 1, max: COMPONENT_LIMITS.customId });
  if (id === undefined) form.problem('custom_id', 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A custom id is required');
  else if (seen.has(id)) form.problem('custom_id', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  else seen.add(id);
  return { custom_id: id ?? '' };
}

const UNICODE_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3)/u;

/** Emoji of a server are unknown here, so only Unicode's are taken. */
function readEmoji(form: Form): { name: string } {
  const name = form.text('name') ?? '';
  if (!UNICODE_EMOJI.test(name)) form.problem('name', 'BUTTON_COMPONENT_INVALID_EMOJI', 'Invalid emoji');
  return { name };
}

export function readSelect(form: Form, seen: Set<string>): Component {
  const values = new Set<string>();
  const options = form.objects('options', (option) => readOption(option, values), {
    min: 1,
    max: COMPONENT_LIMITS.options,
    required: true,
  });
  return {
    type: COMPONENT.stringSelect,
    ...readCustomId(form, seen),
    ...defined('options', options),
    ...defined('placeholder', form.text('placeholder', { max: COMPONENT_LIMITS.placeholder })),
    min_values: form.integer('min_values', { min: 0, max: 25 }) ?? 1,
    max_values: form.integer('max_values', { min: 1, max: 25 }) ?? 1,
    ...defined('disabled', form.boolean('disabled')),
  };
}

function readOption(form: Form, values: Set<string>): SelectOption {
  const value = form.text('value', { min: 1, max: 100, required: true }) ?? '';
  if (values.has(value)) form.problem('value', 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
  values.add(value);
  return {
    label: form.text('label', { min: 1, max: 100, required: true }) ?? '',
    value,
    ...defined('description', form.text('description', { max: 100 })),
  };
}
