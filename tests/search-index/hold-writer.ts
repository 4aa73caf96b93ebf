/** A writer that never ends, for the tests of the lock. */
import { createIndexWriter } from '../../src/search-index/index.js';
import { documentOf, writerOptions } from './made-up-index.js';

const writer = await createIndexWriter(process.argv[2]!, writerOptions());
writer.addDocument(await documentOf('held.txt', ['one two']));
process.send?.('writing');
setInterval(() => undefined, 1000);
