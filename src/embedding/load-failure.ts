/** The message for a model whose files exist but cannot be loaded. */
export function describeLoadFailure(error: unknown, model: string, folder: string, isFetched: boolean): string {
  const reason = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
  const advice = isFetched
    ? 'Delete that folder to fetch it again, or set EMBEDDING_MODEL to another model.'
    : 'Copy the folder again, or set EMBEDDING_MODEL to another model.';
  return `The embedding model ${model} cannot be loaded from ${folder}: ${reason}. Its files are damaged, or of another format than transformers.js reads. ${advice}`;
}
