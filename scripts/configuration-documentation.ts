/** The configuration's documentation, generated from the table of variables. */
import { format, resolveConfig } from 'prettier';
import { configVariables, type ConfigVariable } from '../src/config.js';

const listStart = '<!-- configuration -->';
const listEnd = '<!-- /configuration -->';

/**
 * The page with its list of variables renewed.
 * @throws RangeError when the two comments that the list stands between are not there.
 */
export async function withConfigurationList(page: string): Promise<string> {
  const start = page.indexOf(listStart);
  const end = page.indexOf(listEnd, start);
  if (start === -1 || end === -1) throw new RangeError(`docs/configuration.md must hold the lines ${listStart} and ${listEnd}.`);
  const text = `${page.slice(0, start + listStart.length)}\n\n${list()}\n\n${page.slice(end)}`;
  const options = await resolveConfig('docs/configuration.md', { editorconfig: true });
  return format(text, { ...options, filepath: 'docs/configuration.md' });
}

/** The content of `.env.example`: every variable with its default, commented out. */
export function exampleEnvironment(): string {
  const heading = [
    '# The configuration of Footnote. Copy this file to .env and take away the # before what you set.',
    '# Nothing has to be set: without a token, `npm start` is a conversation in the terminal.',
    '# The environment goes before this file; a variable set to nothing counts as not set.',
  ];
  const groups = [...new Set(configVariables.map(({ group }) => group))];
  const sections = groups.flatMap((group) => [
    '',
    `# --- ${group} ---`,
    ...configVariables.filter((variable) => variable.group === group).flatMap(exampleOf),
  ]);
  return [...heading, ...sections, ''].join('\n');
}

function exampleOf(variable: ConfigVariable): string[] {
  return ['', `# ${variable.description.replaceAll('`', '')}`, `#${variable.name}=${variable.default ?? ''}`];
}

function list(): string {
  return configVariables
    .map(({ name, default: standard, description }) => {
      const told = standard === undefined ? '' : ` (default: \`${standard}\`)`;
      return `- \`${name}\`: ${description}${told}`;
    })
    .join('\n');
}
