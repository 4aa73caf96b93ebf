interface LoadAttempt {
  readonly model: string;
  readonly hubEndpoint: string;
  /** The model's folder, or undefined for a model of the hub. */
  readonly folder: string | undefined;
}

/** transformers.js tells its failures apart by their words alone. */
const unknownModel = /Could not locate file|Unauthorized access|Forbidden access/;

/** A sentence for a model that could not be loaded: what happened, and what to do next. */
export function describeLoadFailure(error: unknown, { model, hubEndpoint, folder }: LoadAttempt): string {
  const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  if (folder !== undefined) {
    return `The embedding model ${model} cannot be loaded from ${folder}: ${reason}. Its files are missing, damaged, or of another format than transformers.js reads; copy the folder again.`;
  }
  if (unknownModel.test(reason)) {
    return `There is no embedding model "${model}" in models/, nor at ${hubEndpoint}. Check EMBEDDING_MODEL (the hub's names look like Xenova/bge-m3), or unset it to use the bundled model.`;
  }
  return `The embedding model ${model} could not be fetched from ${hubEndpoint}: ${reason}. Check the connection, set HF_ENDPOINT to a mirror that you can reach, or unset EMBEDDING_MODEL to use the bundled model.`;
}
