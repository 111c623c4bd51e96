// The player's own videos: how far they are, why one was refused, publish, delete.
import { fill, h, mediaUrl, notify } from '../dom.js';
import { ApiError, json, request, sentence } from '../api.js';
import { states } from '../live.js';
import { moment, t } from '../texts.js';

const PAGE = 50;
const PERIOD_MS = 2500;
/** Of the six connections that a browser has for a site; the videos beyond are asked for now and then. */
const MOST_STREAMS = 2;
let streams = 0;

export async function mine({ signal }) {
  const load = (offset) => json(`/api/videos?limit=${PAGE}&offset=${offset}`, { signal });
  const first = await load(0);
  const list = h('ul', { class: 'mine' }, first.map((video) => entry(video, signal)));
  const more = h('button', { type: 'button', class: 'more', hidden: first.length < PAGE }, t.more);
  let shown = first.length;
  more.addEventListener('click', async () => {
    try {
      const next = await load(shown);
      shown += next.length;
      list.append(...next.map((video) => entry(video, signal)));
      more.hidden = next.length < PAGE;
    } catch (error) {
      if (!signal.aborted) notify(sentence(error), 'error');
    }
  });
  return h('section', {},
    h('h1', {}, t.mineTitle),
    first.length === 0
      ? h('p', { class: 'empty' }, t.mineEmpty, ' ', h('a', { href: '#/subir' }, t.uploadFirst))
      : [list, more]);
}

function entry(video, signal) {
  const node = h('li', { class: 'entry' });
  const draw = (item) => fill(node,
    h('div', { class: 'row' },
      h('h2', {}, item.title),
      h('span', { class: `chip ${item.status}` }, t.status[item.status])),
    h('p', { class: 'hint' }, t.uploadedAt(moment(item.uploaded_at))),
    item.progress && working(item) && h('div', { class: 'progress' },
      h('progress', { max: 100, value: item.progress.percent, 'aria-label': t.status.processing }),
      h('p', {}, `${t.stage[item.progress.stage] ?? item.progress.stage} · ${item.progress.percent} %`)),
    item.failure_reason && h('p', { class: 'complaint' }, item.failure_reason),
    h('div', { class: 'row actions' },
      link(item.original_url, t.original),
      item.status === 'processed' && votingState(item, signal),
      item.status !== 'processed' && removeButton(item, node)));
  draw(video);
  follow(video, draw, signal);
  return node;
}

const working = (item) => item.status === 'uploaded' || item.status === 'processing';

const link = (url, text) => (mediaUrl(url) ? h('a', { href: mediaUrl(url), target: '_blank', rel: 'noopener' }, text) : null);

/** Reads the details once, and again for as long as the video is being worked on and when that is over. */
function follow(video, draw, signal) {
  const look = async () => {
    try {
      const item = await json(`/api/videos/${video.video_id}`, { signal, quiet: true });
      draw(item);
      if (!working(item)) return;
      const told = streams < MOST_STREAMS && await watch(item, draw, signal);
      setTimeout(look, told ? 0 : PERIOD_MS);
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status === 404)) return;
      setTimeout(look, Math.max(PERIOD_MS * 4, (error.retryAfter ?? 0) * 1000));
    }
  };
  if (working(video) || video.status === 'failed') look();
}

/** Draws each step of the work until it is over. */
async function watch(item, draw, signal) {
  streams += 1;
  try {
    for await (const state of states(`/api/videos/${item.video_id}/events`, { signal })) {
      if (!working(state)) break;
      draw({ ...item, ...state });
    }
    return true;
  } finally {
    streams -= 1;
  }
}

/** Whether the public sees the video; if not, a button that publishes it. */
function votingState(video, signal) {
  const place = h('span', { class: 'row' });
  const onAir = () => fill(place, h('a', { href: `#/video/${video.video_id}` }, t.onAir));
  const button = h('button', { type: 'button', class: 'primary' }, t.publish);
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await request(`/api/videos/${video.video_id}/publish`, { method: 'POST' });
      onAir();
      notify(t.published, 'good');
    } catch (error) {
      button.disabled = false;
      notify(sentence(error), 'error');
    }
  });
  json(`/api/public/videos/${video.video_id}`, { signal, quiet: true }).then(onAir, (error) => {
    if (error instanceof ApiError && error.status === 404) fill(place, button, removeButton(video, place));
  });
  return place;
}

function removeButton(video, inside) {
  const button = h('button', { type: 'button' }, t.remove);
  button.addEventListener('click', () => {
    const dialog = h('dialog', { 'aria-labelledby': 'ask' },
      h('p', { id: 'ask' }, t.removeAsk(video.title)),
      h('form', { method: 'dialog', class: 'row' },
        h('button', { value: 'keep', autofocus: true }, t.keep),
        h('button', { value: 'remove', class: 'primary' }, t.remove)));
    dialog.addEventListener('close', async () => {
      dialog.remove();
      button.focus();
      if (dialog.returnValue !== 'remove') return;
      try {
        await request(`/api/videos/${video.video_id}`, { method: 'DELETE' });
        inside.closest('.entry').remove();
        notify(t.removed, 'good');
      } catch (error) {
        notify(sentence(error), 'error');
      }
    });
    document.body.append(dialog);
    dialog.showModal();
  });
  return button;
}
