/** Text in Telegram's HTML (Bot API, "HTML style"), with what readers will see of it, and what it counts against the limits. */
export interface Markup {
  readonly html: string;
  /** As shown once the markup is read: its length in UTF-16 is what Telegram limits. */
  readonly text: string;
  /** Entities of our own. */
  readonly entities: number;
  /** At most so many more will Telegram find by itself. */
  readonly detectable: number;
}

const nothing: Markup = { html: '', text: '', entities: 0, detectable: 0 };

/**
 * A name with an @ would be a mention of somebody who has nothing to do with this chat, and ring at theirs. Telegram looks for none in code,
 * and the words stay as they are.
 */
const mention = /(?<![\w@])@\w{3,}/gu;

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** A stretch of words from outside, in one manner. */
export interface Stretch {
  readonly text: string;
  readonly tag?: 'b' | 'i' | undefined;
}

/** Words from outside: escaped, and unable to mention anybody, also where a name goes over from one stretch to the next. */
export function stretches(given: readonly Stretch[]): Markup {
  const clean = given.map(({ text, tag }) => ({ text: wellFormed(text), tag }));
  const whole = clean.map(({ text }) => text).join('');
  const found = detectable(whole);
  // Otherwise a text full of hashtags, addresses or names would take many messages.
  if (found > mostDetectable) return code(whole);
  const parts: Markup[] = [];
  let from = 0;
  for (const { 0: name, index } of whole.matchAll(mention)) {
    parts.push(...tagged(clean, from, index));
    // Code shares its characters with no other manner, so that a name interrupts it.
    parts.push(code(name));
    from = index + name.length;
  }
  return { ...joined([...parts, ...tagged(clean, from, whole.length)], ''), detectable: found };
}

/** Telegram looks for nothing in it. */
function code(text: string): Markup {
  return { html: `<code>${escapeHtml(text)}</code>`, text, entities: 1, detectable: 0 };
}

export function words(text: string): Markup {
  return stretches([{ text }]);
}

export function bold(text: string): Markup {
  return stretches([{ text, tag: 'b' }]);
}

export function italic(text: string): Markup {
  return stretches([{ text, tag: 'i' }]);
}

function tagged(given: readonly Stretch[], from: number, to: number): readonly Markup[] {
  let start = 0;
  return given.flatMap(({ text, tag }): Markup[] => {
    const part = text.slice(Math.max(0, from - start), Math.max(0, to - start));
    start += text.length;
    if (part === '') return [];
    const html = escapeHtml(part);
    const marked = tag === undefined ? { html, entities: 0 } : { html: `<${tag}>${html}</${tag}>`, entities: 1 };
    return [{ ...marked, text: part, detectable: 0 }];
  });
}

export function link(text: string, url: string | undefined): Markup {
  const shown = words(text);
  if (url === undefined || shown.entities > 0 || !isWebAddress(url)) return shown;
  return { ...shown, html: `<a href="${escapeHtml(url)}">${shown.html}</a>`, entities: 1 };
}

export function blockquote(content: Markup, { expandable }: { readonly expandable: boolean }): Markup {
  if (content.text.trim() === '') return nothing;
  return {
    ...content,
    html: `<blockquote${expandable ? ' expandable' : ''}>${content.html}</blockquote>`,
    entities: content.entities + 1,
  };
}

export function joined(parts: readonly Markup[], separator: string): Markup {
  return {
    html: parts.map(({ html }) => html).join(separator),
    text: parts.map(({ text }) => text).join(separator),
    entities: parts.reduce((sum, { entities }) => sum + entities, 0),
    detectable: parts.reduce((sum, part) => sum + part.detectable, 0),
  };
}

/** What Telegram takes as the address of a link or a button; others it drops or refuses. */
export function isWebAddress(address: string): boolean {
  if (!URL.canParse(address) || /\s/u.test(address) || Buffer.byteLength(address) > longestAddressBytes) return false;
  const { protocol, hostname } = new URL(address);
  return (protocol === 'https:' || protocol === 'http:') && hostname.includes('.');
}

const longestAddressBytes = 2048;

/** Half a character cannot be sent, and line feeds are Telegram's only line breaks. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD').replaceAll(/\r\n?/g, '\n');
}

/** 4,096 characters after entities parsing (sendMessage, editMessageText, InputTextMessageContent). */
const longestText = 4096;
/** Telegram keeps a hundred entities of a message, and forgets the others without a word. */
const mostEntities = 100;

/** In one text; there may be several in a message. */
const mostDetectable = 30;

export function fitsMessage({ text, entities, detectable: found }: Markup): boolean {
  return text.length <= longestText && entities + found <= mostEntities;
}

/** At most so many entities will Telegram find in the text by itself: addresses, hashtags, commands, numbers. */
function detectable(text: string): number {
  return text.match(/[#$/]\S|@\S|\p{L}\.\p{L}|\d{7,}|:\/\//gu)?.length ?? 0;
}
