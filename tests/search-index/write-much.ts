/** Writes an index of a thousand passages, and says how that ended. */
import { createIndexWriter } from '../../src/search-index/index.js';
import { documentOf, writerOptions } from './made-up-index.js';

const writer = await createIndexWriter(process.argv[2]!, writerOptions());
try {
  const lines = Array.from({ length: 1000 }, (_, at) => `word${at}`);
  writer.addDocument(await documentOf('much.txt', lines));
  await writer.finish();
  console.log('finished');
} catch (error) {
  console.log(String(error));
  await writer.abort();
}
