import type OpenAI from 'openai';
import type { ModelMessage, ModelRequest, WantedShape } from './port.js';

/** The form of a request. Endpoints differ in what they accept, which only a refusal shows. */
export interface RequestForm {
  /** How the JSON is requested besides the prompt. */
  readonly format: 'json_schema' | 'json_object' | 'none';
  /** OpenAI's newer models accept only the second, older servers only the first. */
  readonly limit: 'max_tokens' | 'max_completion_tokens';
  /** OpenAI's newer models accept only the default temperature. */
  readonly temperature: boolean;
  /** Mistral, and servers from before 2024, reject the request for usage. */
  readonly usage: boolean;
}

/** What most endpoints accept, and what works best. */
export const bestForm: RequestForm = { format: 'json_schema', limit: 'max_tokens', temperature: true, usage: true };

/** An endpoint's refusal, in a common form. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly code: string | undefined;
  /** The wrong parameter, where the endpoint names it, as OpenAI does. */
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

/** For an endpoint that cannot enforce the schema. It must contain the word JSON, or `json_object` is refused. */
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

/** Servers name the field, or its implementation: a grammar (llama.cpp), guided decoding (vLLM). */
const namesFormat = /response_format|json_schema|json_object|json schema|grammar|guided|structured output/i;

/** The form to try next, for a refusal that names a part of this one; `undefined` where it names none. */
export function adaptForm(form: RequestForm, { status, message, code, param }: Refusal): RequestForm | undefined {
  if (status !== 400 && status !== 422) return undefined;
  const said = `${param ?? ''} ${code ?? ''} ${message}`;
  // A limit that is too high is not a reason to rename the parameter.
  if (form.limit === 'max_tokens' && /max_tokens/.test(said) && /max_completion_tokens|unsupported_parameter/.test(said))
    return { ...form, limit: 'max_completion_tokens' };
  if (form.temperature && /temperature/i.test(said)) return { ...form, temperature: false };
  if (form.usage && /stream_options|include_usage/.test(said)) return { ...form, usage: false };
  if (form.format !== 'none' && namesFormat.test(said)) return { ...form, format: form.format === 'json_schema' ? 'json_object' : 'none' };
  return undefined;
}

/** What the endpoint does not accept, for the log. */
export function describeForm(form: RequestForm): string {
  const without = [
    form.format === 'json_schema' ? [] : [`response_format ${form.format === 'json_object' ? 'json_schema' : 'at all'}`],
    form.limit === 'max_tokens' ? [] : ['max_tokens'],
    form.temperature ? [] : ['temperature'],
    form.usage ? [] : ['stream_options'],
  ].flat();
  return without.join(', ');
}
