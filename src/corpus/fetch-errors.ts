import { CorpusError } from './errors.js';

/** An address that was not fetched, or that gave no article; `path` is the requested address. */
export class FetchArticleError extends CorpusError {}

export class BadAddressError extends FetchArticleError {
  constructor(address: string) {
    super(
      address,
      `${address} is not an address of an article. Give one that begins with http:// or https:// and holds no user name or password.`,
    );
  }
}

export class PrivateAddressError extends FetchArticleError {
  constructor(address: string, host: string, range: string) {
    super(
      address,
      `${address} leads to ${host}, which is not on the public internet (${range}), and was not fetched. If the article really is on your own network, allow private addresses explicitly.`,
    );
  }
}

export class TooManyRedirectsError extends FetchArticleError {
  constructor(address: string, limit: number) {
    super(address, `${address} was forwarded more than ${limit} times. Open it in a browser and give the address that it ends at.`);
  }
}

export class BadStatusError extends FetchArticleError {
  constructor(
    address: string,
    readonly status: number,
  ) {
    super(address, `${address} answered with HTTP status ${status} instead of an article. Check the address in a browser.`);
  }
}

export class ContentTypeError extends FetchArticleError {
  constructor(address: string, contentType: string | undefined) {
    super(
      address,
      `${address} is ${contentType ?? 'content of no stated type'}. Footnote reads text/html, text/plain, text/markdown and application/pdf.`,
    );
  }
}

export class ArticleTooLargeError extends FetchArticleError {
  constructor(address: string, limitBytes: number) {
    super(
      address,
      `${address} is larger than ${(limitBytes / 1_000_000).toFixed(1)} MB, the most that is fetched. Download it and put it into the corpus folder.`,
    );
  }
}

export class FetchTimeoutError extends FetchArticleError {
  constructor(address: string, timeoutMs: number) {
    super(
      address,
      `${address} was not there in full after ${Math.round(timeoutMs / 1000)} seconds. Try again later, or download it and put it into the corpus folder.`,
    );
  }
}

export class ConnectionError extends FetchArticleError {
  constructor(address: string, reason: string, options: ErrorOptions) {
    super(address, `${address} could not be fetched: ${reason}. Check the address and this machine's connection, then try again.`, options);
  }
}
