// Upload a video: a first look at the file here, the judgement is the server's.
import { h, notify } from '../dom.js';
import { complain, field, form } from '../form.js';
import { newKey, sendVideo } from '../sending.js';
import { t } from '../texts.js';

const MAX_BYTES = 100 * 1024 * 1024;

export function upload({ signal }) {
  const bar = h('progress', { max: 100, value: 0, 'aria-label': t.upload });
  const words = h('p', { role: 'status' });
  const cancel = h('button', { type: 'button' }, t.cancel);
  const progress = h('div', { class: 'progress', hidden: true }, bar, words, cancel);
  let key = newKey();
  let sending = null;

  const onProgress = (part) => {
    const percent = Math.floor(part * 100);
    bar.value = percent;
    const text = percent < 100 ? t.uploading(percent - (percent % 5)) : t.uploadChecking;
    if (words.textContent !== text) words.textContent = text; // a screen reader hears each fifth percent
  };

  const send = async (node) => {
    const file = node.elements.video_file.files[0];
    const fault = sizeFault(file);
    if (fault) {
      complain(node, 'video_file', fault);
      return;
    }
    sending = new AbortController();
    progress.hidden = false;
    try {
      await sendVideo({ title: node.elements.title.value.trim(), file, key, onProgress, signal: sending.signal });
      key = newKey();
      location.hash = '#/mis-videos';
      notify(t.uploadDone, 'good');
    } catch (error) {
      if (error.name === 'AbortError') notify(t.uploadCanceled);
      throw error;
    } finally {
      progress.hidden = true;
      bar.value = 0;
      sending = null;
    }
  };

  cancel.addEventListener('click', () => sending?.abort());
  signal.addEventListener('abort', () => sending?.abort());
  const node = form(t.upload, send,
    field('title', t.videoTitle, { required: true, maxlength: 255, autocomplete: 'off', pattern: '.*\\S.*' }),
    field('video_file', t.file, { type: 'file', accept: 'video/mp4,.mp4', required: true }),
    progress);
  node.elements.video_file.addEventListener('change', async (event) => {
    key = newKey(); // another file is another upload
    const file = event.target.files[0];
    complain(node, 'video_file', file ? sizeFault(file) || await lookFault(file) : '');
  });
  node.elements.title.addEventListener('change', () => { key = newKey(); });
  return h('section', { class: 'narrow' }, h('h1', {}, t.uploadTitle), h('p', {}, t.uploadLead), node);
}

function sizeFault(file) {
  if (file.size === 0) return t.fileEmpty;
  return file.size > MAX_BYTES ? t.tooBig(Math.ceil(file.size / 1024 / 1024)) : '';
}

/** What the browser sees of duration and picture; a browser that can't read the file says nothing. */
function lookFault(file) {
  return new Promise((resolve) => {
    const probe = document.createElement('video');
    const url = URL.createObjectURL(file);
    const done = (text) => { URL.revokeObjectURL(url); resolve(text); };
    probe.preload = 'metadata';
    probe.addEventListener('error', () => done(''));
    probe.addEventListener('loadedmetadata', () => {
      const seconds = Math.round(probe.duration);
      if (probe.duration < 20 || probe.duration > 60) return done(t.durationOdd(seconds));
      const [width, height] = [probe.videoWidth, probe.videoHeight];
      return done(width && Math.min(width, height) < 1080 ? t.sideOdd(width, height) : '');
    });
    probe.src = url;
  });
}
