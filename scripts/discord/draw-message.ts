import { FLAG, type Component, type Message } from '../../tests/fakes/discord/index.js';

/** How a message looks to its readers, for a terminal: the embed with a bar, quotations with a second one, buttons in brackets. */
export function drawMessage(author: string, { content, embeds, components, flags }: Message): string {
  const alone = (flags & FLAG.ephemeral) === 0 ? '' : '  (only you can see this)';
  const frames = embeds.flatMap(({ author: head, description = '', footer }) => [
    ...(head === undefined ? [] : [`▌ ${head.name}`, '▌']),
    ...draw(description).map((line) => `▌ ${line}`),
    ...(footer === undefined ? [] : ['▌', ...footer.text.split('\n').map((line) => `▌ ${line}`)]),
  ]);
  const buttons = components.map(({ components: row = [] }) => row.map(face).join(' '));
  const lines = [...(content === '' ? [] : draw(content)), ...frames, ...buttons];
  return [`${author}:${alone}`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function face({ label = '' }: Component): string {
  return `⟦ ${label} ⟧`;
}

/** Markdown as it is shown, except that what is strong stays between asterisks. */
function draw(markdown: string): readonly string[] {
  return markdown
    .replaceAll(/^> ?/gm, '┃ ')
    .replaceAll(/\\([\s\S])/g, '$1')
    .split('\n');
}
