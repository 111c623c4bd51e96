// Follows an event stream (Server-Sent Events) with fetch, since EventSource can't send a token.
import { request, wait } from './api.js';

const FIRST_PAUSE_S = 3;
const LONGEST_PAUSE_S = 60;

/**
 * Gives each state that a stream tells, the present one first, and comes back whenever the stream ends. A tab that nobody
 * sees lets go of its stream, since a browser has only six connections for all tabs of a site. It throws what `request`
 * throws: the caller decides whether and when to try again.
 */
export async function* states(path, { signal, optionalAuth }) {
  let pause = FIRST_PAUSE_S;
  for (;;) {
    while (document.hidden) await wait(1, signal);
    const response = await request(path, { signal, optionalAuth, quiet: true, headers: { Accept: 'text/event-stream' } });
    for await (const line of lines(response.body, signal)) {
      if (line.startsWith('retry: ')) pause = Number(line.slice(7)) / 1000 || pause;
      else if (line.startsWith('data: ')) yield JSON.parse(line.slice(6));
    }
    await wait(pause, signal);
  }
}

/** Calls `show` with each state for as long as the view is open; `lost` when there is none to be had for a while. */
export async function follow(path, options, show, lost) {
  for (let pause = FIRST_PAUSE_S; ; pause = Math.min(LONGEST_PAUSE_S, pause * 2)) {
    try {
      for await (const state of states(path, options)) {
        pause = FIRST_PAUSE_S;
        await show(state);
      }
    } catch (error) {
      if (options.signal.aborted) return;
      lost(error);
      await wait(Math.max(pause, error.retryAfter ?? 0), options.signal).catch(() => {});
    }
    if (options.signal.aborted) return;
  }
}

/** The lines of a body; one that is cut off ends like one that ends. */
async function* lines(body, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const leave = () => document.hidden && reader.cancel().catch(() => {});
  document.addEventListener('visibilitychange', leave);
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const complete = (rest + value).split('\n');
      rest = complete.pop();
      yield* complete;
    }
  } catch {
    if (signal.aborted) throw signal.reason;
  } finally {
    document.removeEventListener('visibilitychange', leave);
    reader.cancel().catch(() => {});
  }
}
