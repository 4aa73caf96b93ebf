import type { Reply, ReplyBlock, Run } from '../chat/index.js';
import { escapeControls } from '../operations/index.js';

/** The reply with nothing in it that a terminal would obey instead of showing it: articles, titles and addresses come from outside. */
export function escapeReply(reply: Reply): Reply {
  return { ...reply, blocks: reply.blocks.map(escapeBlock) };
}

function escapeBlock(block: ReplyBlock): ReplyBlock {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
    case 'note':
      return { ...block, runs: escapeRuns(block.runs) };
    case 'quotation': {
      const { url } = block;
      return {
        ...block,
        runs: escapeRuns(block.runs),
        place: escapeControls(block.place),
        ...(url === undefined ? {} : { url: escapeControls(url) }),
      };
    }
    case 'list':
    case 'suggestions':
      return { ...block, items: block.items.map(escapeRuns) };
  }
}

function escapeRuns(runs: readonly Run[]): readonly Run[] {
  return runs.map((run) => ({ ...run, text: escapeControls(run.text) }));
}
