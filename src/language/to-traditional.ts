import { conversion } from './conversion.js';

let converter: Promise<(text: string) => string> | undefined;

/** Simplified to Taiwan's traditional characters. The first call loads the dictionary (a third of a second); most runs never need it. */
export async function toTraditional(text: string): Promise<string> {
  converter ??= loadConverter();
  return (await converter)(text);
}

async function loadConverter(): Promise<(text: string) => string> {
  const { Converter } = await import('opencc-js/cn2t');
  return conversion.parse(Converter({ from: 'cn', to: 'tw' }));
}
