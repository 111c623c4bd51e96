// Who is logged in. Tokens live in this tab's sessionStorage: they end with the tab and never stand in a URL.

const KEY = 'anb.session';
const listeners = new Set();
let session = read();

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) || 'null');
  } catch {
    return null;
  }
}

/** The session: {access, refresh, profile}, or null. */
export const current = () => session;

/** Starts, renews or (null) ends it. */
export function set(next) {
  session = next;
  if (next) sessionStorage.setItem(KEY, JSON.stringify(next));
  else sessionStorage.removeItem(KEY);
  listeners.forEach((listener) => listener(next));
}

/** Calls back after each change. */
export const onChange = (listener) => listeners.add(listener);

const votedKey = () => `anb.voted.${session?.profile?.id}`;

/** Ids of videos that this user is known to have voted for; the server is the judge. */
export const voted = () => new Set(JSON.parse(sessionStorage.getItem(votedKey()) || '[]'));

/** Remembers or forgets a vote. */
export function remember(videoId, isVoted) {
  const all = voted();
  if (isVoted) all.add(videoId);
  else all.delete(videoId);
  sessionStorage.setItem(votedKey(), JSON.stringify([...all]));
}
