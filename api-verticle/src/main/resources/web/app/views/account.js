// Log in, sign up, one's account.
import { h, notify } from '../dom.js';
import { json, logIn, logOut } from '../api.js';
import { complain, field, form } from '../form.js';
import * as session from '../session.js';
import { t } from '../texts.js';

/** Only a place inside this page: a link that is handed around must not lead elsewhere. */
function follow(query) {
  const next = query.get('next') || '/';
  location.hash = /^\/[\w/-]*$/.test(next) ? `#${next}` : '#/';
}

const onward = (query) => (query.get('next') ? `?next=${encodeURIComponent(query.get('next'))}` : '');

export function login({ query }) {
  const send = async (node) => {
    const profile = await logIn(node.elements.email.value.trim(), node.elements.password.value);
    follow(query);
    notify(t.welcome(profile.first_name), 'good');
  };
  return h('section', { class: 'narrow' },
    h('h1', {}, t.loginTitle),
    form(t.login, send,
      field('email', t.email, { type: 'email', autocomplete: 'username', required: true, maxlength: 254 }),
      field('password', t.password, { type: 'password', autocomplete: 'current-password', required: true, maxlength: 1024 })),
    h('p', {}, t.noAccount, ' ', h('a', { href: `#/registro${onward(query)}` }, t.signupLink)));
}

export function signup({ query }) {
  const send = async (node) => {
    const value = (name) => node.elements[name].value;
    if (value('password1') !== value('password2')) {
      complain(node, 'password2', t.passwordsDiffer);
      node.elements.password2.focus();
      return;
    }
    const names = ['first_name', 'last_name', 'email', 'city', 'country'];
    const body = Object.fromEntries(names.map((name) => [name, value(name).trim()]));
    await json('/api/auth/signup', {
      method: 'POST', auth: false, body: { ...body, password1: value('password1'), password2: value('password2') },
    });
    const profile = await logIn(body.email, value('password1'));
    follow(query);
    notify(t.welcome(profile.first_name), 'good');
  };
  const secret = { type: 'password', autocomplete: 'new-password', required: true, minlength: 8, maxlength: 1024 };
  return h('section', { class: 'narrow' },
    h('h1', {}, t.signupTitle),
    form(t.signup, send,
      field('first_name', t.firstName, { autocomplete: 'given-name', required: true, maxlength: 100 }),
      field('last_name', t.lastName, { autocomplete: 'family-name', required: true, maxlength: 100 }),
      field('email', t.email, { type: 'email', autocomplete: 'email', required: true, maxlength: 254 }),
      field('city', t.city, { autocomplete: 'address-level2', required: true, maxlength: 100 }),
      field('country', t.country, { autocomplete: 'country-name', required: true, maxlength: 100, value: 'Colombia' }),
      field('password1', t.password, secret, t.passwordHint),
      field('password2', t.passwordAgain, secret)),
    h('p', {}, t.haveAccount, ' ', h('a', { href: `#/entrar${onward(query)}` }, t.loginLink)));
}

export async function account({ signal }) {
  const profile = await json('/api/auth/me', { signal });
  session.set({ ...session.current(), profile });
  const button = h('button', { type: 'button', class: 'primary' }, t.logout);
  button.addEventListener('click', async () => {
    button.disabled = true;
    await logOut().catch(() => null);
    location.hash = '#/';
    notify(t.loggedOut, 'good');
  });
  const line = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
  return h('section', { class: 'narrow' },
    h('h1', {}, t.accountTitle),
    h('dl', {},
      line(t.player, `${profile.first_name} ${profile.last_name}`), line(t.email, profile.email),
      line(t.city, profile.city), line(t.country, profile.country)),
    h('p', {}, h('a', { href: '#/mis-videos' }, t.navMine)),
    button);
}
