import { commandNamed } from './commands.js';
import type { Incoming, Sender } from './incoming.js';

/** Whether an answer comes of it: it needs the model, and is shown nowhere but where it was asked. */
export function asksQuestion(incoming: Incoming): boolean {
  switch (incoming.kind) {
    case 'question':
    case 'edited-question':
      return true;
    case 'command':
      return commandNamed(incoming.name)?.asks === true;
    case 'action':
      return incoming.action.kind === 'ask-suggestion';
    case 'unknown-action':
    case 'sticker':
    case 'attachment':
      return false;
  }
}

/** What is with the same lane is dealt with in order. Buttons that ask nothing have a lane of their own: nobody waits for a passage while an answer is being made. */
export function laneOf(incoming: Incoming): string {
  const lane = chatOf(incoming.sender);
  const isButton = incoming.kind === 'action' || incoming.kind === 'unknown-action';
  return isButton && !asksQuestion(incoming) ? `${lane}\nbuttons` : lane;
}

/** The chat's name among those of all platforms. */
export function chatOf({ platform, chat }: Pick<Sender, 'platform' | 'chat'>): string {
  return `${platform}\n${chat}`;
}
