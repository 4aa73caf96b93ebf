import { badRequest } from './bot-api-error.js';
import type { MessageEntity } from './bot-api-types.js';
import { detectEntities, overlap } from './detect-entities.js';
import { byOffsetThenLongest, parseHtml } from './parse-html.js';
import { readEntities } from './read-entities.js';

/** Text as readers will see it, and what Telegram would have taken away from it without telling the bot. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly losses: readonly string[];
}

/** Telegram keeps the first hundred entities and forgets the others. */
const MAX_ENTITIES = 100;

const CODE = new Set(['code', 'pre']);
const QUOTATION = new Set(['blockquote', 'expandable_blockquote']);

/**
 * From a method's `text`, `parse_mode` and `entities` to what is shown.
 * @param entitiesJson the parsed `entities` parameter; ignored by Telegram when a parse mode is given
 */
export function formatText(source: string, parseMode: string, entitiesJson: unknown): FormattedText {
  const losses: string[] = [];
  const parsed = parse(source.replaceAll('\r', ''), parseMode, entitiesJson, losses);
  const trimmed = trim(parsed.text, parsed.entities);
  const own = nest(trimmed.entities, losses);
  const all = [...own, ...detectEntities(trimmed.text, own)].sort(byOffsetThenLongest);
  if (all.length > MAX_ENTITIES) losses.push(`${all.length - MAX_ENTITIES} entities beyond the first ${MAX_ENTITIES}`);
  return { text: trimmed.text, entities: all.slice(0, MAX_ENTITIES), losses };
}

function parse(source: string, parseMode: string, entitiesJson: unknown, losses: string[]): Pick<FormattedText, 'text' | 'entities'> {
  switch (parseMode.toLowerCase()) {
    case '':
      return { text: source, entities: readEntities(source, entitiesJson) };
    case 'html': {
      const { droppedLinks, ...shown } = parseHtml(source);
      for (const address of droppedLinks) losses.push(`a link to "${address}", which is not an address`);
      return shown;
    }
    case 'markdown':
    case 'markdownv2':
      throw new Error('This fake of the Bot API reads parse_mode HTML and entities; Markdown is not written yet.');
    default:
      throw badRequest('unsupported parse_mode');
  }
}

/** Telegram cuts white space off both ends; what an entity had there goes with it. */
function trim(text: string, entities: readonly MessageEntity[]): Pick<FormattedText, 'text' | 'entities'> {
  const cut = text.length - text.trimStart().length;
  const shown = text.trim();
  const moved = entities.map((entity) => {
    const begin = Math.max(0, entity.offset - cut);
    const end = Math.min(shown.length, entity.offset + entity.length - cut);
    return { ...entity, offset: begin, length: end - begin };
  });
  return { text: shown, entities: moved.filter(({ length }) => length > 0) };
}

/** Nesting rules: nothing but a quotation shares characters with code, and a quotation holds no quotation. What breaks them is dropped. */
function nest(entities: readonly MessageEntity[], losses: string[]): MessageEntity[] {
  const codes = entities.filter(({ type }) => CODE.has(type));
  const kept: MessageEntity[] = [];
  for (const entity of entities) {
    const besideCode = codes.some((code) => code !== entity && overlap(code, entity));
    const insideQuotation = kept.some((other) => QUOTATION.has(other.type) && overlap(other, entity));
    if (QUOTATION.has(entity.type) && insideQuotation) losses.push('a block quotation inside a block quotation');
    else if (!QUOTATION.has(entity.type) && !CODE.has(entity.type) && besideCode) losses.push(`${entity.type} together with code`);
    else kept.push(entity);
  }
  return kept;
}
