import type { Choice, Message, Modal } from '../discord-types.js';
import { FLAG, INTERACTION } from '../discord-types.js';
import { FIRST_RESPONSE_MS } from '../interactions.js';
import { CALLBACK } from '../rest/index.js';
import type { InteractionState, ServerState } from '../server-state.js';

/**
 * `waiting`: nothing came yet. `failed`: nothing came in three seconds, and the client says that the application did not respond.
 * `thinking`: deferred. `answered`: there is a message, choices or a form. `acknowledged`: taken without anything to show.
 */
export type InteractionStatus = 'waiting' | 'failed' | 'thinking' | 'answered' | 'acknowledged';

/** What a person sees of what they set off; it changes as the bot goes on. */
export interface InteractionView {
  readonly id: string;
  readonly token: string;
  readonly status: InteractionStatus;
  /** From the event to the first response; `undefined` while there is none. */
  readonly acknowledgedAfterMs: number | undefined;
  /** The first response's callback type. */
  readonly callback: number | undefined;
  /** The answer as it is shown now; `undefined` before it comes, and once it was deleted. */
  readonly response: Message | undefined;
  readonly followups: readonly Message[];
  readonly modal: Modal | undefined;
  readonly choices: readonly Choice[] | undefined;
}

export function viewOf({ clock }: ServerState, interaction: InteractionState): InteractionView {
  const shown = (id: string | undefined): Message | undefined => interaction.at.messages.get(id ?? '')?.message;
  return {
    id: interaction.id,
    token: interaction.token,
    get status() {
      const { ack, type } = interaction;
      if (!ack) return clock.now() - interaction.atMs > FIRST_RESPONSE_MS ? 'failed' : 'waiting';
      if (type === INTERACTION.autocomplete || interaction.modal) return 'answered';
      if (ack.type === CALLBACK.deferredUpdate) return 'acknowledged';
      const message = shown(interaction.originalId);
      return message && (message.flags & FLAG.loading) !== 0 ? 'thinking' : 'answered';
    },
    get acknowledgedAfterMs() {
      return interaction.ack && interaction.ack.atMs - interaction.atMs;
    },
    get callback() {
      return interaction.ack?.type;
    },
    get response() {
      return shown(interaction.originalId);
    },
    get followups() {
      return interaction.followupIds.flatMap((id) => shown(id) ?? []);
    },
    get modal() {
      return interaction.modal;
    },
    get choices() {
      return interaction.choices;
    },
  };
}
