import { PassThrough } from 'node:stream';
import pc from 'picocolors';
import { createConsolePort } from '../../src/console/console-port.js';
import { createGrowingReply } from '../../src/console/growing-reply.js';
import { createPrinter } from '../../src/console/print-lines.js';
import { describePlatformPort } from '../contracts/platform-port.contract.js';
import { createScreen } from './screen.js';

describePlatformPort('the terminal', async () => {
  const screen = createScreen(80, 30);
  const output = Object.assign(new PassThrough(), { columns: 80, rows: 30 });
  output.setEncoding('utf8').on('data', (chunk: string) => screen.write(chunk));
  const growing = createGrowingReply({ output, defaultColumns: 80 });
  const write = createPrinter(output);
  const port = createConsolePort({
    interactive: true,
    colours: pc.createColors(false),
    columns: () => 80,
    growing,
    say: async (text) => {
      growing.clear();
      await write(`${text}\n`);
    },
    isOfOutput: () => false,
    language: { current: 'zh-Hans' },
  });
  return { port, address: {}, shown: () => screen.rows() };
});
