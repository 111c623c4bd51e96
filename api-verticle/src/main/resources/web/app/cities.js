// The filter by city, shared by gallery and ranking. The choice stands in the URL.
import { h } from './dom.js';
import { json } from './api.js';
import { t } from './texts.js';

/** A labelled select; choosing a city goes to `#path?city=…`. */
export async function cityFilter(path, chosen, signal) {
  const cities = await json('/api/public/cities', { signal, auth: false }).catch(() => []);
  const names = cities.map((entry) => entry.city);
  if (chosen && !names.includes(chosen)) names.unshift(chosen);
  const select = h('select', { id: 'city' },
    h('option', { value: '' }, t.allCities),
    names.map((name) => h('option', { value: name, selected: name === chosen }, name)));
  select.addEventListener('change', () => {
    location.hash = select.value ? `#${path}?city=${encodeURIComponent(select.value)}` : `#${path}`;
  });
  return h('div', { class: 'filter' }, h('label', { for: 'city' }, t.city), select);
}
