import { fetchArticle, maxArticleBytes, type DocumentReader, type FetchArticleOptions } from '../corpus/index.js';
import type { RefusedSource } from '../search-index/index.js';
import type { FetchedArticles } from './fetched-articles.js';
import { unlessRefused } from './list-sources.js';

const fetchTimeoutMs = 30_000;

/**
 * An address as it is kept: `HTTP://Example.org` and `http://example.org/` are one. Anything that is not an address is left for the fetch
 * to refuse.
 */
function canonical(address: string): string {
  return URL.canParse(address) ? new URL(address).href : address;
}

/**
 * Fetches the addresses, and stores the copies that can be read as articles; otherwise an earlier copy stays. @returns the addresses that
 * failed, and why
 */
export async function fetchAddresses(
  addresses: readonly string[],
  fetched: FetchedArticles,
  reader: DocumentReader,
  now: () => Date,
  options: Pick<FetchArticleOptions, 'allowPrivateAddresses' | 'network'>,
): Promise<RefusedSource[]> {
  const refused: RefusedSource[] = [];
  for (const address of new Set(addresses.map(canonical))) {
    const outcome = await unlessRefused(address, async () => {
      const article = await fetchArticle(address, { ...options, maxBytes: maxArticleBytes, timeoutMs: fetchTimeoutMs });
      await reader.read(article.bytes, article);
      return article;
    });
    if ('refusal' in outcome) refused.push(outcome.refusal);
    else await fetched.keep(outcome.result, now());
  }
  return refused;
}

/** @returns the addresses of which no copy was stored */
export async function forgetAddresses(addresses: readonly string[], fetched: FetchedArticles): Promise<RefusedSource[]> {
  const refused: RefusedSource[] = [];
  for (const address of new Set(addresses.map(canonical))) {
    if (await fetched.forget(address)) continue;
    refused.push({ path: address, reason: 'This address was never fetched, so there is nothing to forget. Check how it is written.' });
  }
  return refused;
}
