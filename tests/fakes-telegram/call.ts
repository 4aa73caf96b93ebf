import type { FakeTelegram } from '../fakes/telegram/index.js';

/** What the wire brought back. */
export interface WireAnswer {
  readonly status: number;
  readonly ok?: boolean;
  readonly result?: unknown;
  readonly description?: string;
  readonly parameters?: { readonly retry_after?: number; readonly migrate_to_chat_id?: number };
}

/** Calls a method with a JSON body over HTTP, without any library's help or protection. */
export async function call(telegram: FakeTelegram, method: string, parameters: object = {}): Promise<WireAnswer> {
  return await post(telegram, `/bot${telegram.token}/${method}`, JSON.stringify(parameters), 'application/json');
}

export async function post(telegram: FakeTelegram, path: string, body: string | FormData, contentType?: string): Promise<WireAnswer> {
  const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
  const response = await fetch(telegram.apiRoot + path, { method: 'POST', headers, body });
  return { status: response.status, ...((await response.json()) as Omit<WireAnswer, 'status'>) };
}

/** The refusal's description, for tests about wording. */
export async function refusal(telegram: FakeTelegram, method: string, parameters: object): Promise<string | undefined> {
  const answer = await call(telegram, method, parameters);
  return answer.ok === false ? answer.description : `accepted: ${JSON.stringify(answer.result)}`;
}
