import { setImmediate } from 'node:timers/promises';

/** Too short to notice, and long enough for pauses to cost nothing. */
const sliceMs = 10;

/**
 * For a loop over received data: awaiting data that is already there never yields to timers and sockets, so that a flood would block the
 * process and its time limits. @returns what to await in each iteration; it yields whenever a time slice is used up
 */
export function createTimeSlices(): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await setImmediate();
    began = performance.now();
  };
}
