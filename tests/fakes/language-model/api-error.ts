/** What stands in `{"error": …}`, as OpenAI, vLLM and Ollama send it. */
export interface ErrorBody {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

/** A request refused as the real endpoints refuse it. */
export class ApiError extends Error {
  readonly body: ErrorBody;

  constructor(
    readonly status: number,
    message: string,
    { type = 'invalid_request_error', param = null, code = null }: Partial<Omit<ErrorBody, 'message'>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${status} ${message}`);
    this.name = 'ApiError';
    this.body = { message, type, param, code };
  }
}

/** HTTP 400. @param param the part of the request that is wrong, as OpenAI writes it: `messages[0].role` */
export function badRequest(message: string, param: string | null = null, code: string | null = null): ApiError {
  return new ApiError(400, message, { param, code });
}

/** HTTP 401. */
export function unauthorized(given: string | undefined): ApiError {
  if (given === undefined)
    return new ApiError(401, "You didn't provide an API key. It belongs in an Authorization header: Authorization: Bearer YOUR_KEY");
  return new ApiError(401, `Incorrect API key provided: ${given.slice(0, 3)}***.`, { code: 'invalid_api_key' });
}

/** HTTP 404: the endpoint is there, the model is not. */
export function unknownModel(model: string): ApiError {
  return new ApiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, { code: 'model_not_found' });
}

/** HTTP 429. @param retryAfter seconds, or a date; endpoints send either */
export function tooManyRequests(retryAfter?: number | Date): ApiError {
  const headers =
    retryAfter === undefined ? {} : { 'retry-after': typeof retryAfter === 'number' ? String(retryAfter) : retryAfter.toUTCString() };
  return new ApiError(429, 'Rate limit reached for requests.', { type: 'requests', code: 'rate_limit_exceeded' }, headers);
}
