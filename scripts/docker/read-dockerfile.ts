import { Copy, DockerfileParser, From, type Instruction } from 'dockerfile-ast';

export interface Stage {
  /** As other stages call it; the last one may have none. */
  readonly name: string | undefined;
  readonly base: string;
  readonly steps: readonly Step[];
}

/** One instruction, lines joined. */
export type Step =
  | {
      readonly kind: 'copy';
      readonly from: string | undefined;
      readonly owner: string | undefined;
      readonly paths: readonly string[];
      readonly to: string;
    }
  | { readonly kind: 'run'; readonly command: string }
  | { readonly kind: 'environment'; readonly values: Readonly<Record<string, string>> }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'user'; readonly name: string }
  | { readonly kind: 'volume'; readonly path: string }
  | { readonly kind: 'health'; readonly command: readonly string[] }
  | { readonly kind: 'start'; readonly command: readonly string[] }
  | { readonly kind: 'port'; readonly port: string };

/** @throws RangeError for an instruction that this program's own Dockerfile does not use. */
export function readDockerfile(content: string): readonly Stage[] {
  const stages: { name: string | undefined; base: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(content).getInstructions()) {
    if (instruction instanceof From) {
      stages.push({ name: instruction.getBuildStage() ?? undefined, base: instruction.getImage() ?? '', steps: [] });
    } else stages.at(-1)?.steps.push(stepOf(instruction));
  }
  return stages;
}

function stepOf(instruction: Instruction): Step {
  const text = (instruction.getArgumentsContent() ?? '').replaceAll(/\\\n\s*/g, '');
  if (instruction instanceof Copy) return copyOf(instruction);
  switch (instruction.getKeyword()) {
    case 'RUN':
      return { kind: 'run', command: text };
    case 'ENV':
      return {
        kind: 'environment',
        values: Object.fromEntries([...text.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value])),
      };
    case 'WORKDIR':
      return { kind: 'folder', path: text };
    case 'USER':
      return { kind: 'user', name: text };
    case 'VOLUME':
      return { kind: 'volume', path: text };
    case 'HEALTHCHECK':
      return { kind: 'health', command: commandIn(text) };
    case 'ENTRYPOINT':
      return { kind: 'start', command: commandIn(text) };
    case 'EXPOSE':
      return { kind: 'port', port: text };
    default:
      throw new RangeError(`${instruction.getKeyword()} is not understood here; teach scripts/docker/read-dockerfile.ts what it does.`);
  }
}

function copyOf(copy: Copy): Step {
  const flag = (name: string): string | undefined =>
    copy
      .getFlags()
      .find((each) => each.getName() === name)
      ?.getValue() ?? undefined;
  const paths = copy.getArguments().map((argument) => argument.getValue());
  const to = paths.pop() ?? '';
  return { kind: 'copy', from: flag('from'), owner: flag('chown'), paths, to };
}

/** Of the exec form. */
function commandIn(text: string): readonly string[] {
  const parsed: unknown = JSON.parse(text.slice(text.indexOf('[')));
  if (!Array.isArray(parsed)) throw new RangeError('A command has to be in its exec form, a JSON array.');
  return parsed.map(String);
}
