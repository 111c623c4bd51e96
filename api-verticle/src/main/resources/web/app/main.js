// The page: navigation by hash, one view at a time.
import { clearError, fill, h } from './dom.js';
import { language, switchLanguage, t } from './texts.js';
import * as session from './session.js';
import { sentence } from './api.js';
import { gallery } from './views/gallery.js';
import { video } from './views/video.js';
import { ranking } from './views/ranking.js';
import { account, login, signup } from './views/account.js';
import { upload } from './views/upload.js';
import { mine } from './views/mine.js';

/** Each view is given {parameters, query, signal} and returns its element; signal ends when the view is left. */
const ROUTES = [
  [/^\/$/, gallery],
  [/^\/video\/([^/]+)$/, video],
  [/^\/ranking$/, ranking],
  [/^\/entrar$/, login],
  [/^\/registro$/, signup],
  [/^\/cuenta$/, account, true],
  [/^\/subir$/, upload, true],
  [/^\/mis-videos$/, mine, true],
];

const view = document.getElementById('view');
let leaving = new AbortController();

function navigation() {
  const here = location.hash.slice(1).split('?')[0] || '/';
  const link = (path, text) => h('a', { href: `#${path}`, 'aria-current': here === path ? 'page' : null }, text);
  const loggedIn = session.current() !== null;
  fill(document.getElementById('nav'),
    link('/', t.navVideos),
    link('/ranking', t.navRanking),
    link('/subir', t.navUpload),
    loggedIn && link('/mis-videos', t.navMine),
    loggedIn ? link('/cuenta', t.navAccount) : link('/entrar', t.navLogin));
}

async function show(isFirst) {
  leaving.abort(new DOMException('left', 'AbortError'));
  leaving = new AbortController();
  const { signal } = leaving;
  const [path, search] = (location.hash.slice(1) || '/').split('?');
  navigation();
  const [pattern, build, needsLogin] = ROUTES.find(([candidate]) => candidate.test(path)) || [/^/, missing];
  if (needsLogin && !session.current()) {
    location.replace(`#/entrar?next=${encodeURIComponent(path)}`);
    return;
  }
  const context = {
    parameters: (path.match(pattern) || []).slice(1).map(decodeURIComponent),
    query: new URLSearchParams(search),
    signal,
  };
  try {
    const content = await build(context);
    if (!signal.aborted) enter(content, isFirst);
  } catch (error) {
    if (!signal.aborted) enter(broken(error), isFirst);
  }
}

function enter(content, isFirst) {
  fill(view, content);
  const heading = view.querySelector('h1');
  document.title = heading && heading.textContent !== t.title ? `${heading.textContent} · ${t.title}` : t.title;
  if (!isFirst) {
    view.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}

const missing = () => h('section', {}, h('h1', {}, t.notFound), h('p', {}, h('a', { href: '#/' }, t.back)));

const broken = (error) => h('section', { class: 'empty' },
  h('h1', {}, t.title),
  h('p', { role: 'alert' }, sentence(error)),
  h('button', { type: 'button', class: 'primary', onclick: () => show(false) }, t.retry));

document.documentElement.lang = language;
document.querySelector('[data-skip]').textContent = t.skip;
document.querySelector('[data-skip]').addEventListener('click', (event) => { event.preventDefault(); view.focus(); });
document.getElementById('nav').setAttribute('aria-label', t.main);
document.getElementById('foot-text').textContent = t.foot;
document.getElementById('language').textContent = t.language;
document.getElementById('language').addEventListener('click', switchLanguage);
window.addEventListener('hashchange', () => { clearError(); show(false); });
let wasLoggedIn = session.current() !== null;
session.onChange((now) => {
  if (wasLoggedIn !== (now !== null)) {
    wasLoggedIn = now !== null;
    navigation();
    const needsLogin = ROUTES.some(([pattern, , guarded]) => guarded && pattern.test(location.hash.slice(1).split('?')[0]));
    if (!now && needsLogin) location.hash = '#/entrar';
  }
});
show(true);
