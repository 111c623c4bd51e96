// Published videos with their posters, newest first.
import { h, mediaUrl, notify } from '../dom.js';
import { json, sentence } from '../api.js';
import { cityFilter } from '../cities.js';
import { t } from '../texts.js';
import { voteButton } from '../votes.js';

const PAGE = 24;

export async function gallery({ query, signal }) {
  const city = query.get('city') || '';
  const load = (offset) => json(
    `/api/public/videos?limit=${PAGE}&offset=${offset}${city ? `&city=${encodeURIComponent(city)}` : ''}`,
    { signal, optionalAuth: true },
  );
  const [filter, first] = await Promise.all([cityFilter('/', city, signal), load(0)]);
  const grid = h('ul', { class: 'grid' }, first.map(card));
  const more = h('button', { type: 'button', class: 'more', hidden: first.length < PAGE }, t.more);
  let shown = first.length;
  more.addEventListener('click', async () => {
    more.disabled = true;
    try {
      const next = await load(shown);
      shown += next.length;
      const cards = next.map(card);
      grid.append(...cards);
      cards[0]?.querySelector('a').focus();
      more.hidden = next.length < PAGE;
    } catch (error) {
      if (!signal.aborted) notify(sentence(error), 'error');
    } finally {
      more.disabled = false;
    }
  });
  return h('section', {},
    h('div', { class: 'hero' }, h('h1', {}, t.galleryTitle), h('p', {}, t.galleryLead)),
    filter,
    first.length === 0 ? h('p', { class: 'empty' }, t.galleryEmpty, ' ', h('a', { href: '#/subir' }, t.navUpload)) : grid,
    more);
}

function card(video) {
  let votes = video.votes;
  const count = h('span', { class: 'count' }, t.votes(votes));
  return h('li', { class: 'card' },
    h('a', { class: 'poster', href: `#/video/${video.video_id}`, 'aria-label': t.watch(video.title) }, picture(video)),
    h('div', { class: 'about' },
      h('h2', {}, h('a', { href: `#/video/${video.video_id}` }, video.title)),
      h('p', { class: 'by' }, t.by(video.player_name, video.city)),
      h('div', { class: 'row' },
        count,
        voteButton(video, { onCount: (by) => { votes += by; count.textContent = t.votes(votes); } }))));
}

function picture(video) {
  const source = mediaUrl(video.thumbnail_url);
  if (!source) return null;
  const image = h('img', { src: source, alt: '', width: 1280, height: 720, loading: 'lazy', decoding: 'async' });
  image.addEventListener('error', () => image.remove());
  return image;
}
