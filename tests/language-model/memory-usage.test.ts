import { createMemoryModelUsage } from '../../src/language-model/index.js';
import { describeModelUsage } from '../contracts/model-usage.contract.js';

describeModelUsage('memory', async () => ({ usage: createMemoryModelUsage(), dispose: async () => undefined }));
