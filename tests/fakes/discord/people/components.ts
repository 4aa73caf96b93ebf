import { COMPONENT, type Component, INTERACTION, type JsonObject, LINK_BUTTON, type Message, type Modal } from '../discord-types.js';
import { startInteraction } from '../interactions.js';
import { flatten, type InteractionState } from '../server-state.js';
import type { ChannelState } from '../world.js';
import type { CommandUse } from './commands.js';
import { type InteractionView, viewOf } from './interaction-view.js';

/** Presses a button of a message as it is shown now, found by its label (or a part of it, or its emoji), or by its number from 0. */
export function pressButton(use: CommandUse, message: Message, wanted: string | number): InteractionView {
  const shown = seenMessage(use.at, message, use.person.user.id);
  const buttons = flatten(shown.components).filter(({ type }) => type === COMPONENT.button);
  const button = findButton(buttons, wanted);
  if (button.disabled) throw new Error(`The button ${JSON.stringify(wanted)} is disabled.`);
  if (button.style === LINK_BUTTON)
    throw new Error(`The button ${JSON.stringify(wanted)} is a link to ${button.url ?? ''}; the bot hears nothing of it.`);
  return start(use, shown, { component_type: COMPONENT.button, custom_id: button.custom_id, id: button.id });
}

export function chooseOptions(use: CommandUse, message: Message, values: readonly string[]): InteractionView {
  const shown = seenMessage(use.at, message, use.person.user.id);
  const select = flatten(shown.components).find(({ type }) => type === COMPONENT.stringSelect);
  const offered = (select?.options ?? []).map(({ value }) => value);
  if (!select || values.some((value) => !offered.includes(value)))
    throw new Error(`The message offers ${JSON.stringify(offered)} to choose from, not ${JSON.stringify(values)}.`);
  return start(use, shown, { component_type: COMPONENT.stringSelect, custom_id: select.custom_id, values, id: select.id });
}

/** Fills in a form that the bot opened, by the fields' custom ids, and sends it. */
export function submitModal(use: CommandUse, from: InteractionState, texts: Readonly<Record<string, string>>): InteractionView {
  const { modal, sourceId } = from;
  if (!modal) throw new Error('The bot opened no form there.');
  checkFields(modal, texts);
  const source = from.at.messages.get(sourceId ?? '')?.message;
  const { state, person, at, locale, guildLocale } = use;
  const data = { custom_id: modal.custom_id, components: modal.components.map((row) => filledIn(row, texts)) };
  return viewOf(state, startInteraction(state, { type: INTERACTION.modal, user: person.user, at, data, locale, guildLocale, source }));
}

function start(use: CommandUse, source: Message, data: JsonObject): InteractionView {
  const { state, person, at, locale, guildLocale } = use;
  return viewOf(state, startInteraction(state, { type: INTERACTION.component, user: person.user, at, data, locale, guildLocale, source }));
}

function seenMessage(at: ChannelState, { id }: Message, userId: string): Message {
  const stored = at.messages.get(id);
  if (!stored) throw new Error(`Message ${id} is gone; nobody can press its buttons.`);
  if (stored.onlyFor !== undefined && stored.onlyFor !== userId) throw new Error(`Message ${id} is for somebody else's eyes.`);
  return stored.message;
}

function findButton(buttons: readonly Component[], wanted: string | number): Component {
  const face = ({ emoji, label }: Component): string => [emoji?.name, label].filter(Boolean).join(' ');
  const found =
    typeof wanted === 'number'
      ? buttons[wanted]
      : (buttons.find((button) => button.label === wanted || face(button) === wanted) ??
        buttons.find((button) => face(button).includes(wanted)));
  if (!found) throw new Error(`There is no button ${JSON.stringify(wanted)} among ${JSON.stringify(buttons.map(face))}.`);
  return found;
}

function checkFields({ components }: Modal, texts: Readonly<Record<string, string>>): void {
  const fields = flatten(components).filter(({ custom_id }) => custom_id !== undefined);
  const unknown = Object.keys(texts).find((id) => !fields.some(({ custom_id }) => custom_id === id));
  if (unknown !== undefined) throw new Error(`The form has no field "${unknown}".`);
  for (const { custom_id: id = '', required, min_length: min = 0, max_length: max = 4000, value } of fields) {
    const length = (texts[id] ?? value ?? '').length;
    if (length === 0 ? required !== false : length < min || length > max)
      throw new Error(`The field "${id}" of the form does not take ${length} characters.`);
  }
}

function filledIn(component: Component, texts: Readonly<Record<string, string>>): JsonObject {
  const { type, id, custom_id: customId, components, component: labelled, value = '' } = component;
  const text = customId === undefined ? undefined : (texts[customId] ?? value);
  return {
    type,
    id,
    ...(text === undefined ? {} : { custom_id: customId, ...(type === COMPONENT.stringSelect ? { values: [text] } : { value: text }) }),
    ...(components ? { components: components.map((child) => filledIn(child, texts)) } : {}),
    ...(labelled ? { component: filledIn(labelled, texts) } : {}),
  };
}
