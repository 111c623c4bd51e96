// Forms: labelled fields, the server's complaints beside the field that they are about.
import { fill, h, notify } from './dom.js';
import { ApiError, sentence } from './api.js';
import { t } from './texts.js';

/** A label, an input and a place for its complaint. */
export function field(name, label, attributes = {}, hint = null) {
  const described = [hint && `${name}-hint`, `${name}-error`].filter(Boolean).join(' ');
  return h('div', { class: 'field' },
    h('label', { for: name }, label),
    h('input', { id: name, name, 'aria-describedby': described, ...attributes }),
    hint && h('p', { id: `${name}-hint`, class: 'hint' }, hint),
    h('p', { id: `${name}-error`, class: 'complaint' }));
}

/** Shows a complaint beside a field; an empty text takes it away. */
export function complain(form, name, text) {
  const input = form.elements.namedItem(name);
  const place = form.querySelector(`#${name}-error`);
  if (!input || !place) return false;
  place.textContent = text;
  if (text) input.setAttribute('aria-invalid', 'true');
  else input.removeAttribute('aria-invalid');
  return true;
}

/** A form whose button is off while `send` runs. Complaints go to their fields, all else to the top of the form. */
export function form(submitText, send, ...fields) {
  const summary = h('p', { class: 'complaint', role: 'alert' });
  const button = h('button', { type: 'submit', class: 'primary' }, submitText);
  const node = h('form', { novalidate: true }, summary, fields, h('div', { class: 'row' }, button));
  node.addEventListener('submit', async (event) => {
    event.preventDefault();
    clear(node, summary);
    if (!checkValidity(node)) return;
    button.disabled = true;
    try {
      await send(node);
    } catch (error) {
      if (error?.name !== 'AbortError') show(node, summary, error);
    } finally {
      rest(button, 0);
    }
  });
  return node;
}

function rest(button, seconds) {
  setTimeout(() => { button.disabled = false; }, seconds * 1000);
}

function clear(node, summary) {
  notify('');
  fill(summary);
  for (const input of node.elements) complain(node, input.name, '');
}

/** The browser's own judgement, in our words, at our places. */
function checkValidity(node) {
  const wrong = [...node.elements].filter((input) => input.willValidate && !input.validity.valid);
  wrong.forEach((input) => complain(node, input.name, words(input)));
  wrong[0]?.focus();
  return wrong.length === 0;
}

function words({ validity, validationMessage, minLength }) {
  if (validity.valueMissing || validity.patternMismatch) return t.required;
  if (validity.typeMismatch) return t.emailOdd;
  if (validity.tooShort) return t.tooShort(minLength);
  return validationMessage;
}

function show(node, summary, error) {
  const placed = (error instanceof ApiError ? error.errors : [])
    .filter(({ pointer, detail }) => complain(node, pointer.replace(/^#?\/?/, ''), detail));
  fill(summary, sentence(error));
  if (placed.length) node.querySelector('[aria-invalid]')?.focus();
}
