import { openIndex } from '../../src/search-index/index.js';
import { describePassageIndex } from '../contracts/passage-index.contract.js';
import { buildIndex, temporaryFolder } from './made-up-index.js';

describePassageIndex('the index folder', async (documents) => {
  const folder = await temporaryFolder();
  await buildIndex(folder.path, documents);
  return { index: await openIndex(folder.path), remove: folder.remove };
});
