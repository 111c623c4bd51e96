// Builds elements. Text always becomes text nodes, so nothing that a player typed can become markup.

/** h('p', {class: 'x', onclick: f}, 'text', child, [more]): null, undefined and false children are left out. */
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  append(node, children);
  return node;
}

/** Replaces what an element contains. */
export function fill(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== undefined && child !== null && child !== false) node.append(child);
  }
}

/** A URL that may be put into src: our own origin, or https (S3). Anything else becomes null. */
export function mediaUrl(text) {
  if (!text) return null;
  const url = new URL(text, location.href);
  return url.origin === location.origin || url.protocol === 'https:' ? url.href : null;
}

let noticeTimer = 0;

/** Takes an error away; good news stays for its time, also on the next view. */
export function clearError() {
  if (document.getElementById('notice').classList.contains('error')) notify('');
}

/** Says something to everybody, screen readers included; an error stays until the next notice. */
export function notify(text, kind = 'info') {
  const notice = document.getElementById('notice');
  clearTimeout(noticeTimer);
  notice.textContent = text;
  notice.className = text ? `shown ${kind}` : '';
  if (text && kind !== 'error') {
    noticeTimer = setTimeout(() => { notice.className = ''; notice.textContent = ''; }, 6000);
  }
}
