import { asError } from '../ports/as-error.js';
import type { Incoming } from '../conversation/incoming.js';
import type { Reply } from '../replies/reply.js';
import { asksQuestion } from '../conversation/requests.js';
import type { FinishedDrafts } from './paced-drafts.js';
import type { DeliveryRecord, PlatformPort, SentMessage } from './platform-port.js';
import type { ShownMessages } from './shown-messages.js';

export interface Circumstances {
  /** It was accepted before a restart: what is brought now may have arrived, wholly or in part. */
  readonly again: boolean;
  /** What readers see of the answer already. */
  readonly drafts: FinishedDrafts<SentMessage>;
  /** Why the platform's first response failed. */
  readonly unacknowledged: Error | undefined;
  readonly shown: ShownMessages;
}

/** Brings a reply to where it belongs, or else to where the port says. @throws the failure that stands in the end */
export async function deliverReply<Address, Part>(
  port: PlatformPort<Address, Part>,
  { incoming, address: given }: DeliveryRecord<Address>,
  reply: Reply,
  circumstances: Circumstances,
): Promise<void> {
  const { again, drafts, shown } = circumstances;
  /** What points to the answer's thread does not show the answer. */
  const answerId = reply.thread === undefined ? reply.answerId : undefined;
  let address = given;
  /** So many parts are there. */
  let brought = 0;

  /** The messages that the reply takes the place of. */
  const placesOf = async (): Promise<readonly SentMessage[]> => {
    const { place, isDoubtful } = drafts;
    const isHere = (message: SentMessage): boolean => port.isAt?.(message, address) !== false;
    // What else shows something of an answer, such as `/source`, is a reply of its own beside it.
    const isShown = (again && asksQuestion(incoming)) || (reply.placement === 'in-place' && incoming.kind === 'edited-question');
    const linked = isShown ? (await shown.showing(reply.answerId ?? reply.insteadOf)).filter(isHere) : [];
    if (place === undefined || !isHere(place)) return linked;
    const others = linked.filter(({ message }) => message !== place.message);
    return isDoubtful ? others : [place, ...others];
  };

  /** A change to a draft that was not answered may come yet: into a message that is gone it cannot. */
  const removeDoubtful = async (): Promise<void> => {
    const { place, isDoubtful } = drafts;
    if (isDoubtful && place !== undefined) await port.remove(place, address);
  };

  /** Nothing is said, and half an answer is not left behind. */
  const takeDraftsAway = async (): Promise<void> => {
    if (reply.insteadOf === undefined) return;
    for (const place of await placesOf()) await port.remove(place, address);
    await removeDoubtful();
  };

  const partsOf = async (slot: SentMessage | undefined): Promise<readonly Part[]> => {
    if (reply.thread !== undefined) {
      const thread = await port.openThread?.(address, reply.thread);
      if (thread?.opened !== undefined) await shown.link(reply.answerId, thread.opened);
      if (thread !== undefined) return [thread.part];
    }
    if (slot === undefined || reply.placement !== 'in-place') return port.render(reply, address, { isGrowing: false });
    const shownAt = (await shown.showing(reply.answerId)).findIndex(({ message }) => message === slot.message);
    return port.render(reply, address, { isGrowing: false, shownAt });
  };

  /** Puts the parts where earlier ones are; what there are more of is sent, what there were more of is taken away. */
  const bringParts = async (slot: SentMessage | undefined): Promise<void> => {
    const parts = await partsOf(slot);
    if (parts.length === 0) return;
    const earlier = await placesOf();
    const places = slot === undefined ? earlier : [slot, ...earlier.slice(1)];
    for (const [index, part] of parts.entries()) {
      if (index < brought) continue;
      const place = places[index];
      const edited = place && (await port.edit(place, part, address));
      if (edited === undefined) {
        const isReplacement = place !== undefined || (index === 0 && drafts.place !== undefined);
        const asReply = index === 0 || reply.placement === 'in-place';
        const sent = await port.send(address, part, { index, asReply, isReplacement, mayHaveArrived: again || drafts.isDoubtful });
        await shown.link(answerId, sent);
      } else if (edited.message !== place?.message) await shown.link(answerId, edited);
      brought = index + 1;
    }
    for (const place of places.slice(parts.length)) await port.remove(place, address);
    if (slot === undefined) await removeDoubtful();
  };

  const bring = async (): Promise<void> => {
    const slot = port.slot?.(address, reply.placement);
    if (reply.placement === 'silent' && slot === undefined) return takeDraftsAway();
    if (reply.placement === 'aside' && isButton(incoming) && port.showAside !== undefined) return port.showAside(address, reply);
    return bringParts(slot);
  };

  for (let error = circumstances.unacknowledged; ;) {
    if (error !== undefined) {
      const other = await port.fallback?.(address, reply, { error, again });
      if (other === undefined) throw error;
      address = other;
    }
    try {
      await bring();
      return;
    } catch (failed) {
      error = asError(failed);
    }
  }
}

function isButton({ kind }: Incoming): boolean {
  return kind === 'action' || kind === 'unknown-action';
}
