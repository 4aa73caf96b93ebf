import { setImmediate } from 'node:timers/promises';

/** Well below what anybody notices, and long enough that pausing costs nothing. */
const sliceMs = 10;

/**
 * For a loop over what somebody else sends: awaiting what is there already never lets timers and sockets have their turn, so that a flood would
 * hold the process, and the time limit with it.
 * @returns what to await in each round; it pauses whenever a time slice is used up
 */
export function createTimeSlices(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await setImmediate();
    began = performance.now();
  };
}
