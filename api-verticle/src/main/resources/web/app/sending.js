// Sends a file with progress: fetch can't tell how much has gone out, XMLHttpRequest can.
import * as session from './session.js';
import { ApiError, refresh, toError } from './api.js';
import { language, t } from './texts.js';

/** A key that is unlike any other; crypto.randomUUID is missing where the page came by plain http. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Uploads a video. The key makes a second try safe: the service stores nothing twice under one key.
 *
 * onProgress is told the part that has gone out, 0 to 1. An expired token is renewed once.
 */
export async function sendVideo({ title, file, key, onProgress, signal }) {
  try {
    return await attempt({ title, file, key, onProgress, signal });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401 || !(await refresh())) throw error;
    return attempt({ title, file, key, onProgress, signal });
  }
}

function attempt({ title, file, key, onProgress, signal }) {
  const data = new FormData();
  data.append('title', title); // first, so that a missing title is refused before the bytes
  data.append('video_file', file, file.name);
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', '/api/videos/upload');
    call.setRequestHeader('Authorization', `Bearer ${session.current()?.access}`);
    call.setRequestHeader('Accept-Language', language);
    call.setRequestHeader('Idempotency-Key', key);
    call.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    call.addEventListener('load', () => (call.status === 201
      ? resolve(JSON.parse(call.responseText))
      : reject(toError(call.status, call.responseText, call.getResponseHeader('Retry-After')))));
    call.addEventListener('error', () => reject(new ApiError(0, { detail: t.uploadBroken, error_code: 'OFFLINE' }, null)));
    call.addEventListener('abort', () => reject(new DOMException('cancelled', 'AbortError')));
    signal.addEventListener('abort', () => call.abort());
    call.send(data);
  });
}
