import { createEndpoint, type EndpointOptions } from './endpoint.js';
import { explainFailure } from './explain-failure.js';
import { describeModels, isListed } from './name-models.js';
import { quotable } from './quotable.js';

export interface EndpointFindings {
  /** Without user and password. */
  readonly address: string;
  readonly isModelListed: boolean;
  /** The names that the endpoint lists, for people; '' where there are none. */
  readonly models: string;
}

/** Whether an endpoint is there, takes the key and has the model, without asking the model anything. @throws ModelError that says what to do */
export async function examineEndpoint(
  options: EndpointOptions & { readonly model: string },
  signal: AbortSignal,
): Promise<EndpointFindings> {
  const endpoint = createEndpoint(options);
  const { address, hasKey, secrets } = endpoint;
  try {
    const models = await endpoint.listModels(signal);
    return { address, isModelListed: isListed(options.model, models), models: describeModels(options.model, models) };
  } catch (error) {
    const place = { address, hasKey, model: options.model, quote: (said: string) => quotable(said, secrets, '') };
    throw explainFailure(error, place, Date.now()).error;
  } finally {
    await endpoint.close();
  }
}
