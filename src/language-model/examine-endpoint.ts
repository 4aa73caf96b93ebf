import { z } from 'zod';
import { ModelError } from './port.js';
import type { EndpointOptions } from './endpoint.js';
import { quotable } from './quotable.js';

export interface EndpointFindings {
  /** Without user and password. */
  readonly address: string;
  readonly isModelListed: boolean;
  /** The names that the endpoint lists, for people; '' where there are none. */
  readonly models: string;
}

const noEndpointAdvice =
  'LLM_BASE_URL has to be the base address of an OpenAI-compatible API, without /chat/completions, mostly ending in /v1.';

/**
 * Whether an endpoint responds, accepts the key and has the model, without sending the model a prompt. @throws ModelError that says what to
 * do
 */
export async function examineEndpoint(
  options: EndpointOptions & { readonly model: string },
  signal: AbortSignal,
): Promise<EndpointFindings> {
  // They load the client library.
  const { createEndpoint } = await import('./endpoint.js');
  const { explainFailure } = await import('./explain-failure.js');
  const { describeModels, isListed } = await import('./name-models.js');
  const endpoint = createEndpoint(options);
  const { address, hasKey, secrets } = endpoint;
  try {
    const models = await endpoint.listModels(signal);
    return { address, isModelListed: isListed(options.model, models), models: describeModels(options.model, models) };
  } catch (error) {
    if (signal.aborted) throw new ModelError('timed-out', `${address} does not list its models in time. ${noEndpointAdvice}`);
    if (error instanceof z.ZodError || error instanceof SyntaxError) {
      throw new ModelError('refused', `The answer of ${address} is not a list of models. ${noEndpointAdvice}`);
    }
    const place = { address, hasKey, model: options.model, quote: (said: string) => quotable(said, secrets, '') };
    const { error: explained } = explainFailure(error, place, Date.now());
    // No prompt was sent: the list is what is missing.
    throw explained.failure === 'unknown-model'
      ? new ModelError('refused', `${address} lists no models (404). ${noEndpointAdvice}`)
      : explained;
  } finally {
    await endpoint.close();
  }
}
