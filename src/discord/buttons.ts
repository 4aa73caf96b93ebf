import { ButtonStyle, ComponentType, type APIActionRowComponent, type APIButtonComponent } from 'discord.js';
import { clippedLine, decodeAction, encodeAction, textsFor, type Reply, type ReplyAction } from '../chat/index.js';
import { wellFormed } from './markdown.js';
import { limits } from './platform-limits.js';

export type Row = APIActionRowComponent<APIButtonComponent>;

/** What our buttons and forms do that other platforms' do not. */
export type OwnRequest = { readonly kind: 'follow-up' | 'comment'; readonly answerId: string };

const ownNames = { follow: 'follow-up', comment: 'comment' } as const;
const ownId = /^(follow|comment):([\w-]{1,16})$/;

export function encodeOwn({ kind, answerId }: OwnRequest): string {
  return `${kind === 'follow-up' ? 'follow' : kind}:${answerId}`;
}

export function decodeOwn(customId: string): OwnRequest | undefined {
  const [, name = '', answerId = ''] = ownId.exec(customId) ?? [];
  return isOwnName(name) ? { kind: ownNames[name], answerId } : undefined;
}

function isOwnName(name: string): name is keyof typeof ownNames {
  return name in ownNames;
}

/** The reply's buttons in rows of five; below an answer also those to go on from it. */
export function renderButtons(reply: Reply, { thread }: { readonly thread: boolean }): readonly Row[] {
  // The answer stays where it is when its passage is opened: there is nothing to go back to.
  const given = reply.actions.map((row) => row.filter(({ does }) => does.kind !== 'back-to-answer').flatMap(button));
  const rows = given.map((row) => (row.some(isVote) ? [...row, ...goingOn(reply, thread)] : row)).flatMap(inFives);
  // Never so many, unless an answer cites more than any does: then all rows are filled to the brim.
  const fitting = rows.length <= limits.rows ? rows : inFives(rows.flat()).slice(0, limits.rows);
  return fitting.map((components) => ({ type: ComponentType.ActionRow, components: [...components] }));
}

/** Whether every question that can be asked by a button can be read on it. */
export function showsQuestionsWhole({ actions }: Reply): boolean {
  const labels = actions.flat().flatMap(({ does, label }) => (does.kind === 'ask-suggestion' ? [label] : []));
  return labels.length > 0 && labels.every((label) => label.length <= limits.buttonLabel);
}

function goingOn({ answerId, language }: Reply, thread: boolean): readonly APIButtonComponent[] {
  if (answerId === undefined) return [];
  const { buttons } = textsFor(language);
  const followUp = secondary(buttons.followUp, encodeOwn({ kind: 'follow-up', answerId }));
  return thread ? [followUp, secondary(buttons.thread, encodeAction({ kind: 'open-thread', answerId }))] : [followUp];
}

function button({ label, does }: ReplyAction): readonly APIButtonComponent[] {
  const shown = clippedLine(wellFormed(label), limits.buttonLabel) || '…';
  if (does.kind !== 'open-url') return [secondary(shown, encodeAction(does))];
  if (does.url.length > limits.linkUrl) return [];
  return [{ type: ComponentType.Button, style: ButtonStyle.Link, label: shown, url: does.url }];
}

function secondary(label: string, customId: string): APIButtonComponent {
  return { type: ComponentType.Button, style: ButtonStyle.Secondary, label, custom_id: customId };
}

function isVote(component: APIButtonComponent): boolean {
  return 'custom_id' in component && decodeAction(component.custom_id)?.kind === 'vote';
}

function inFives<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / limits.buttonsInRow);
  return Array.from({ length: count }, (_, at) => items.slice(at * limits.buttonsInRow, (at + 1) * limits.buttonsInRow));
}
