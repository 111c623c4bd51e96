// One published video: watch it and vote.
import { fill, h, mediaUrl, notify } from '../dom.js';
import { ApiError, json, sentence } from '../api.js';
import { t } from '../texts.js';
import { follow } from '../live.js';
import { voteButton } from '../votes.js';

export async function video({ parameters: [id], signal }) {
  const load = () => json(`/api/public/videos/${encodeURIComponent(id)}`, { signal, optionalAuth: true });
  let item;
  try {
    item = await load();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return gone();
    throw error;
  }
  let votes = item.votes;
  const count = h('span', { class: 'count', 'aria-live': 'polite' }, t.votes(votes));
  const show = (now) => { votes = now; count.textContent = t.votes(votes); };
  follow(`/api/public/videos/${encodeURIComponent(id)}/votes/stream`, { signal, optionalAuth: true },
    (state) => show(state.votes), () => {});
  return h('article', { class: 'watch' },
    h('p', {}, h('a', { href: '#/' }, `← ${t.back}`)),
    player(item, load),
    h('h1', {}, item.title),
    h('p', { class: 'by' }, t.by(item.player_name, item.city)),
    h('div', { class: 'row' },
      count,
      voteButton(item, { mayWithdraw: true, onCount: (by) => show(votes + by) }),
      shareButton()));
}

const gone = () => h('section', { class: 'empty' }, h('h1', {}, t.videoMissing), h('p', {}, h('a', { href: '#/' }, t.back)));

/** Links to the bytes end after a while: on an error they are fetched anew, once for each press of the button. */
function player(item, load) {
  const frame = h('div', { class: 'frame' });
  const play = (current, isRetry) => {
    const screen = h('video', {
      controls: true, playsinline: true, preload: 'metadata', 'aria-label': current.title,
      poster: mediaUrl(current.thumbnail_url), src: mediaUrl(current.processed_url),
    });
    screen.addEventListener('error', () => {
      const button = h('button', { type: 'button', class: 'primary' }, t.retry);
      button.addEventListener('click', async () => {
        button.disabled = true;
        try {
          play(await load(), true);
        } catch (error) {
          notify(sentence(error), 'error');
          button.disabled = false;
        }
      });
      fill(frame, h('p', { class: 'broken', role: 'alert' }, t.videoBroken, ' ', button));
    });
    fill(frame, screen);
    if (isRetry) screen.focus();
  };
  play(item, false);
  return frame;
}

function shareButton() {
  if (!navigator.clipboard) return null; // not in an insecure context
  const button = h('button', { type: 'button' }, t.share);
  button.addEventListener('click', () => navigator.clipboard.writeText(location.href)
    .then(() => notify(t.shared, 'good'), () => notify(location.href)));
  return button;
}
