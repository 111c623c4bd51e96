// Talks to both services. Failures become ApiError with the sentence that the server wrote for people.
import * as session from './session.js';
import { language, t } from './texts.js';
import { notify } from './dom.js';

const MAX_RETRIES = 3;
const LONGEST_WAIT_S = 30;

/** A refused request. `code` is the problem's error_code, or OFFLINE. */
export class ApiError extends Error {
  constructor(status, problem, retryAfter) {
    super(problem.detail || t.unexpected);
    this.status = status;
    this.code = problem.error_code || 'UNKNOWN';
    this.errors = problem.errors || [];
    this.retryAfter = retryAfter;
  }

  get isBusy() {
    return this.status === 429 || this.status === 503;
  }
}

/** Resolves after some seconds; rejects when the signal ends. */
export const wait = (seconds, signal) => new Promise((resolve, reject) => {
  const stop = () => { clearTimeout(timer); reject(signal.reason); };
  const timer = setTimeout(() => { signal?.removeEventListener('abort', stop); resolve(); }, seconds * 1000);
  signal?.addEventListener('abort', stop, { once: true });
});

/** Makes the error of an answer that is not a success. */
export function toError(status, text, retryAfterHeader) {
  let problem = {};
  try {
    problem = JSON.parse(text);
  } catch { /* a proxy's page, not ours */ }
  const seconds = Number.parseInt(retryAfterHeader ?? '', 10);
  return new ApiError(status, problem, Number.isFinite(seconds) ? Math.max(1, seconds) : null);
}

let refreshing = null;

/** Renews the tokens; several callers share one attempt, because a refresh token works once. */
export function refresh() {
  refreshing ??= renew().finally(() => { refreshing = null; });
  return refreshing;
}

async function renew() {
  const old = session.current();
  if (!old) return false;
  const response = await fetch('/api/auth/refresh', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': language },
    body: JSON.stringify({ refresh_token: old.refresh }),
  }).catch(() => null);
  if (!response || response.status >= 500 || response.status === 429) return false;
  if (!response.ok) {
    session.set(null);
    notify(t.sessionOver, 'error');
    return false;
  }
  const tokens = await response.json();
  session.set({ ...session.current(), access: tokens.access_token, refresh: tokens.refresh_token });
  return true;
}

async function once(path, { method = 'GET', body, headers = {}, signal, auth = true }) {
  const token = auth ? session.current()?.access : null;
  try {
    return await fetch(path, {
      method,
      signal,
      cache: 'no-store',
      headers: {
        Accept: 'application/json',
        'Accept-Language': language,
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new ApiError(0, { detail: t.offline, error_code: 'OFFLINE' }, null);
  }
}

/**
 * Sends a request and returns the response of a success (or a 304). An expired token is renewed once. A GET waits and
 * repeats when the service asks for patience (429, 503 with Retry-After); anything else is left to the caller.
 */
export async function request(path, options = {}) {
  let mayRefresh = options.auth !== false && session.current() !== null;
  for (let attempt = 0; ; attempt += 1) {
    const response = await once(path, options);
    if (response.ok || response.status === 304) return response;
    if (response.status === 401 && mayRefresh) {
      mayRefresh = false;
      if (await refresh()) continue;
      if (session.current() === null && (options.method ?? 'GET') === 'GET' && options.optionalAuth) continue;
    }
    const error = toError(response.status, await response.text(), response.headers.get('Retry-After'));
    const patience = (options.method ?? 'GET') === 'GET' && error.isBusy && attempt < MAX_RETRIES;
    if (!patience || (error.retryAfter ?? 1) > LONGEST_WAIT_S) throw error;
    const seconds = error.retryAfter ?? 2 ** attempt;
    if (!options.quiet) notify(t.busyRetry(seconds));
    await wait(seconds + Math.random(), options.signal);
  }
}

/** The JSON of a success. */
export const json = async (path, options) => (await request(path, options)).json();

/** Logs in and reads the profile. */
export async function logIn(email, password) {
  const tokens = await json('/api/auth/login', { method: 'POST', body: { email, password }, auth: false });
  session.set({ access: tokens.access_token, refresh: tokens.refresh_token, profile: null });
  const profile = await json('/api/auth/me');
  session.set({ ...session.current(), profile });
  return profile;
}

/** Logs out; the tab forgets its tokens even when the server can't be reached. */
export async function logOut() {
  try {
    await request('/api/auth/logout', { method: 'POST' });
  } finally {
    session.set(null);
  }
}

/** What to tell a person about an error. */
export function sentence(error) {
  if (!(error instanceof ApiError)) return t.unexpected;
  return error.isBusy && error.retryAfter ? t.busy(error.retryAfter) : error.message;
}
