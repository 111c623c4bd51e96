// The ranking as it changes: the first page from its event stream; other pages are read anew when it tells of a change.
import { fill, h } from '../dom.js';
import { request } from '../api.js';
import { cityFilter } from '../cities.js';
import { follow } from '../live.js';
import { number, t } from '../texts.js';

const SIZE = 50;

export async function ranking({ query, signal }) {
  const city = query.get('city') || '';
  const page = Math.max(1, Number.parseInt(query.get('page') || '1', 10) || 1);
  const address = `/api/public/rankings?page=${page}&size=${SIZE}${city ? `&city=${encodeURIComponent(city)}` : ''}`;
  const stream = `/api/public/rankings/stream${city ? `?city=${encodeURIComponent(city)}` : ''}`;
  const body = h('tbody', {});
  const pager = h('nav', { class: 'pager', 'aria-label': t.rankingTitle });
  const empty = h('p', { class: 'empty', hidden: true }, t.rankingEmpty);
  const stale = h('p', { class: 'stale', role: 'status', hidden: true }, t.rankingStale);
  const table = h('table', { class: 'ranking' },
    h('caption', {}, city || t.allCities),
    h('thead', {}, h('tr', {},
      h('th', { scope: 'col' }, t.position), h('th', { scope: 'col' }, t.player),
      h('th', { scope: 'col', class: 'city' }, t.city), h('th', { scope: 'col', class: 'number' }, t.votesColumn))),
    body);
  let etag = null;
  let before = new Map();
  let total = 0;

  const draw = (rows) => {
    table.hidden = rows.length === 0;
    empty.hidden = rows.length > 0;
    const now = new Map(rows.map((row) => [`${row.username}|${row.city}`, row.votes]));
    fill(body, rows.map((row) => rowOf(row, before.size > 0 && before.get(`${row.username}|${row.city}`) !== row.votes)));
    before = now;
    fill(pager, pages(page, rows.length, total, city));
  };

  const refresh = async (quiet) => {
    const response = await request(address, {
      signal, quiet, optionalAuth: true, headers: etag ? { 'If-None-Match': etag } : {},
    });
    stale.hidden = true;
    if (response.status === 304) return;
    etag = response.headers.get('ETag');
    total = Number(response.headers.get('X-Total-Count') || 0);
    draw(await response.json());
  };

  const [filter] = await Promise.all([cityFilter('/ranking', city, signal), refresh(false)]);
  follow(stream, { signal, optionalAuth: true }, (rows) => {
    stale.hidden = true;
    // A full first page says nothing of how many come after it; that is asked for when the view is opened.
    return page === 1 ? draw(rows) : refresh(true);
  }, () => refresh(true).catch(() => { stale.hidden = false; }));
  return h('section', {},
    h('div', { class: 'hero' }, h('h1', {}, t.rankingTitle), h('p', {}, t.rankingLead)),
    filter, stale, h('div', { class: 'scroll' }, table), empty, pager);
}

function rowOf(row, hasMoved) {
  return h('tr', { class: [hasMoved && 'moved', row.position <= 3 && `place-${row.position}`].filter(Boolean).join(' ') || null },
    h('td', { class: 'place' }, number(row.position)),
    h('th', { scope: 'row' }, row.username, h('span', { class: 'city-small' }, row.city)),
    h('td', { class: 'city' }, row.city),
    h('td', { class: 'number' }, number(row.votes)));
}

function pages(page, shown, total, city) {
  if (total <= SIZE) return null;
  const to = (target, text) => h('a', {
    href: `#/ranking?page=${target}${city ? `&city=${encodeURIComponent(city)}` : ''}`,
  }, text);
  const first = (page - 1) * SIZE + 1;
  return [
    page > 1 && to(page - 1, `← ${t.previous}`),
    h('span', {}, t.page(first, first + shown - 1, total)),
    page * SIZE < total && to(page + 1, `${t.next} →`),
  ];
}
