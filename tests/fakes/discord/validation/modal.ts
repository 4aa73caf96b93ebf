import { defined } from '../defined.js';
import { COMPONENT, type Component, type Modal } from '../discord-types.js';
import { readCustomId, readSelect } from './components.js';
import type { Form } from './form.js';

/** Modal limits (documentation: Receiving and Responding, Modal; Component Reference, Text Input and Label). */
const MODAL_LIMITS = { title: 45, rows: 5, label: 45, description: 100, text: 4000, placeholder: 100 } as const;

export function readModal(form: Form): Modal {
  const seen = new Set<string>();
  return {
    custom_id: form.text('custom_id', { min: 1, max: 100, required: true }) ?? '',
    title: form.text('title', { min: 1, max: MODAL_LIMITS.title, required: true }) ?? '',
    components: form.objects('components', (row) => readRow(row, seen), { min: 1, max: MODAL_LIMITS.rows, required: true }) ?? [],
  };
}

/** A label around one field; an action row around one text input is the older form, still accepted. */
function readRow(form: Form, seen: Set<string>): Component {
  const type = form.integer('type', { choices: [COMPONENT.row, COMPONENT.textDisplay, COMPONENT.label], required: true });
  if (type === COMPONENT.textDisplay) return { type, content: form.text('content', { min: 1, max: 4000, required: true }) ?? '' };
  if (type === COMPONENT.label) {
    return {
      type,
      label: form.text('label', { min: 1, max: MODAL_LIMITS.label, required: true }) ?? '',
      ...defined('description', form.text('description', { max: MODAL_LIMITS.description })),
      ...defined(
        'component',
        form.object('component', (field) => readField(field, seen, false), { required: true }),
      ),
    };
  }
  const fields = form.objects('components', (field) => readField(field, seen, true), { min: 1, max: 1, required: true }) ?? [];
  return { type: COMPONENT.row, components: fields };
}

function readField(form: Form, seen: Set<string>, inRow: boolean): Component {
  const type = form.integer('type', {
    choices: inRow ? [COMPONENT.textInput] : [COMPONENT.textInput, COMPONENT.stringSelect],
    required: true,
  });
  return type === COMPONENT.stringSelect ? readSelect(form, seen) : readTextInput(form, seen, inRow);
}

function readTextInput(form: Form, seen: Set<string>, inRow: boolean): Component {
  // In a row the field carries its own label; inside a Label it must not.
  if (!inRow && form.has('label'))
    form.problem('label', 'COMPONENT_LABEL_NOT_ALLOWED', 'A label is not allowed on a component inside a Label');
  return {
    type: COMPONENT.textInput,
    ...readCustomId(form, seen),
    style: form.integer('style', { choices: [1, 2], required: true }) ?? 1,
    ...(inRow ? defined('label', form.text('label', { min: 1, max: MODAL_LIMITS.label, required: true })) : {}),
    ...defined('min_length', form.integer('min_length', { min: 0, max: MODAL_LIMITS.text })),
    ...defined('max_length', form.integer('max_length', { min: 1, max: MODAL_LIMITS.text })),
    required: form.boolean('required') ?? true,
    ...defined('value', form.text('value', { max: MODAL_LIMITS.text })),
    ...defined('placeholder', form.text('placeholder', { max: MODAL_LIMITS.placeholder })),
  };
}
