import { conversion } from './conversion.js';

/** Simplified characters as Taiwan writes them. The dictionary is loaded with the first call: most runs never need it. */
export async function toTraditional(text: string): Promise<string> {
  const { Converter } = await import('opencc-js/cn2t');
  return conversion.parse(Converter({ from: 'cn', to: 'tw' }))(text);
}
