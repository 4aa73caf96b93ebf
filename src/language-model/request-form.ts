import type OpenAI from 'openai';
import type { ModelMessage, ModelRequest, WantedShape } from '../generating/index.js';

/** How a request is put. Endpoints differ in what they take; nothing but a refusal tells. */
export interface RequestForm {
  /** How the JSON that is wanted is asked for besides in words. */
  readonly format: 'json_schema' | 'json_object' | 'none';
  /** OpenAI's newer models take only the second, older servers only the first. */
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  /** OpenAI's newer models take no temperature but their own. */
  readonly temperature: boolean;
  /** Mistral, and servers from before 2024, refuse to be asked for the usage. */
  readonly usage: boolean;
}

/** What most endpoints take, and what serves best. */
export const bestForm: RequestForm = { format: 'json_schema', limit: 'max_tokens', temperature: true, usage: true };

/** What an endpoint says when it refuses a request, whichever way it puts it. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string | undefined;
  /** The part of the request that is wrong; OpenAI and those who follow it closely say so. */
  readonly param: string | undefined;
}

export function bodyOf(
  { messages, shape, maxTokens }: Pick<ModelRequest, 'messages' | 'shape' | 'maxTokens'>,
  model: string,
  form: RequestForm,
): OpenAI.ChatCompletionCreateParamsStreaming {
  return {
    model,
    messages: form.format === 'json_schema' ? plain(messages) : withShapeInWords(plain(messages), shape),
    stream: true,
    ...(form.usage && { stream_options: { include_usage: true } }),
    [form.limit]: maxTokens,
    ...(form.temperature && { temperature: 0 }),
    ...formatOf(form.format, shape),
  };
}

function plain(messages: readonly ModelMessage[]): ModelMessage[] {
  return messages.map(({ role, content }) => ({ role, content }));
}

/** For an endpoint that cannot be bound to the schema. It has to hold the word JSON, or `json_object` is refused. */
function withShapeInWords(messages: readonly ModelMessage[], { schema }: WantedShape): ModelMessage[] {
  const words = `Answer with one JSON object and nothing else. It follows this JSON Schema: ${JSON.stringify(schema)}`;
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: words }, ...messages];
  return [{ role: 'system', content: `${first.content}\n\n${words}` }, ...rest];
}

function formatOf(
  format: RequestForm['format'],
  { name, schema }: ModelRequest['shape'],
): Pick<OpenAI.ChatCompletionCreateParamsStreaming, 'response_format'> {
  switch (format) {
    case 'json_schema':
      return { response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } };
    case 'json_object':
      return { response_format: { type: 'json_object' } };
    case 'none':
      return {};
  }
}

/** Servers name the field, or what they make of it: a grammar (llama.cpp), guided decoding (vLLM). */
const namesFormat = /response_format|json_schema|json_object|json schema|grammar|guided|structured output/i;

/** The form to try next, for a refusal that names a part of this one; `undefined` where nothing of it is to blame. */
export function adaptForm(form: RequestForm, { status, message, code, param }: Refusal): RequestForm | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const said = `${param ?? ''} ${code ?? ''} ${message}`;
  // A limit that is refused as too high is no reason to give it another name.
  if (form.limit === 'max_tokens' && /max_tokens/.test(said) && /max_completion_tokens|unsupported_parameter/.test(said))
    return { ...form, limit: 'max_completion_tokens' };
  if (form.temperature && /temperature/i.test(said)) return { ...form, temperature: false };
  if (form.usage && /stream_options|include_usage/.test(said)) return { ...form, usage: false };
  if (form.format !== 'none' && namesFormat.test(said)) return { ...form, format: form.format === 'json_schema' ? 'json_object' : 'none' };
  return undefined;
}

/** What the endpoint does not take, for the log. */
export function describeForm(form: RequestForm): string {
  const without = [
    form.format === 'json_schema' ? [] : [`response_format ${form.format === 'json_object' ? 'json_schema' : 'at all'}`],
    form.limit === 'max_tokens' ? [] : ['max_tokens'],
    form.temperature ? [] : ['temperature'],
    form.usage ? [] : ['stream_options'],
  ].flat();
  return without.join(', ');
}
