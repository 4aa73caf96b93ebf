import type { Finding, MachineCheck } from './check.js';

/** A package with native code, and the least call that loads it. */
interface NativeModule {
  readonly name: string;
  readonly load: () => Promise<unknown>;
}

const nativeModules: readonly NativeModule[] = [
  {
    name: 'better-sqlite3',
    load: async () => {
      const { default: Database } = await import('better-sqlite3');
      new Database(':memory:').close();
    },
  },
  {
    name: 'hnswlib-node',
    load: async () => {
      const { default: hnswlib } = await import('hnswlib-node');
      new hnswlib.HierarchicalNSW('ip', 1).initIndex(1);
    },
  },
  // The package that determines the runtime's version; importing the runtime directly could load another one.
  { name: 'onnxruntime-node', load: () => import('@xenova/transformers') },
];

export const nativeModulesCheck: MachineCheck = {
  name: 'Native modules',
  run: () => Promise.all(nativeModules.map(tryToLoad)),
};

export async function tryToLoad({ name, load }: NativeModule): Promise<Finding> {
  try {
    await load();
    return { kind: 'good', text: `${name} loads` };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return {
      kind: 'wrong',
      text: `${name} does not load: ${reason}`,
      advice: `Run "npm rebuild ${name}", or "npm ci" after a change of Node.js. Compiling takes python3, make and a C++ compiler.`,
    };
  }
}
