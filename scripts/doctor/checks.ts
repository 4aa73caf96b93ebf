import type { Check, MachineCheck } from './check.js';
import { corpusCheck } from './corpus.js';
import { dataFolderCheck } from './data-folder.js';
import { discordCheck } from './discord-token.js';
import { httpPortCheck } from './http-port.js';
import { indexCheck } from './index-build.js';
import { languageModelCheck } from './language-model.js';
import { modelCheck } from './model.js';
import { nativeModulesCheck } from './native-modules.js';
import { nodeVersionCheck } from './node-version.js';
import { telegramCheck } from './telegram-token.js';

/** In the order in which they are reported. A new check is a file and a line here. */
export const machineChecks: readonly MachineCheck[] = [nodeVersionCheck, nativeModulesCheck];
export const checks: readonly Check[] = [
  dataFolderCheck,
  modelCheck,
  corpusCheck,
  indexCheck,
  httpPortCheck,
  telegramCheck,
  discordCheck,
  languageModelCheck,
];
