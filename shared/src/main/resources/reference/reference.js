// Renders the contract as a page. Text goes into text nodes only, so nothing in the contract can become markup.
const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
const main = document.getElementById('main');
const state = document.getElementById('state');

const element = (name, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
};

// The little of Markdown that the contract uses: paragraphs, `code` and **strong**.
const inline = (text) => text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
  if (part.startsWith('`')) return element('code', {}, part.slice(1, -1));
  if (part.startsWith('**')) return element('strong', {}, part.slice(2, -2));
  return part;
});
const prose = (text) => (text ? text.trim().split(/\n\s*\n/).map((block) => element('p', {}, inline(block))) : []);

const start = (contract) => {
  const resolve = (node) => {
    if (!node || !node.$ref) return node || {};
    return resolve(node.$ref.slice(2).split('/').reduce((at, name) => at[name], contract));
  };

  const bounds = (schema) => [
    schema.const !== undefined ? `always ${JSON.stringify(schema.const)}` : null,
    schema.enum ? schema.enum.map((value) => JSON.stringify(value)).join(' | ') : null,
    schema.minimum !== undefined ? `≥ ${schema.minimum}` : null,
    schema.maximum !== undefined ? `≤ ${schema.maximum}` : null,
    schema.maxLength !== undefined ? `${schema.minLength ?? 0}…${schema.maxLength} characters` : null,
    schema.maxLength === undefined && schema.minLength ? 'not empty' : null,
    schema.default !== undefined ? `default ${schema.default}` : null,
  ].filter(Boolean).join(', ');

  const typeOf = (schema) => {
    if (schema.oneOf) return schema.oneOf.map((one) => typeOf(resolve(one))).join(' | ');
    if (schema.type === 'array') return `array of ${typeOf(resolve(schema.items))}`;
    if (Array.isArray(schema.type)) return schema.type.join(' | ');
    return schema.type || (schema.const !== undefined || schema.enum ? 'string' : 'any');
  };

  const lines = (schema, indent) => {
    const pad = '  '.repeat(indent);
    const items = schema.type === 'array' ? resolve(schema.items) : null;
    if (items && items.properties) return [`${pad}array of`, ...lines(items, indent + 1)];
    const variants = (schema.oneOf || []).map(resolve).filter((one) => one.properties);
    if (variants.length) return variants.flatMap((one) => lines(one, indent));
    if (!schema.properties) return [`${pad}${[typeOf(schema), bounds(schema)].filter(Boolean).join(', ')}`];
    return Object.entries(schema.properties).flatMap(([name, raw]) => {
      const member = resolve(raw);
      const optional = (schema.required || []).includes(name) ? '' : '?';
      const about = [typeOf(member), bounds(member)].filter(Boolean).join(', ');
      const note = raw.description || member.description;
      const nested = member.properties || (member.oneOf || []).some((one) => resolve(one).properties)
        || (member.type === 'array' && resolve(member.items).properties);
      const line = `${pad}${name}${optional}: ${about}${note ? `  // ${note.trim().split('\n')[0]}` : ''}`;
      return nested ? [line, ...lines(member, indent + 1)] : [line];
    });
  };

  const schemaBlock = (schema) => element('pre', { tabIndex: 0 }, lines(resolve(schema), 0).join('\n'));
  const content = (media) => Object.entries(media || {}).flatMap(([type, value]) => [
    element('p', {}, element('code', {}, type)),
    value.schema ? schemaBlock(value.schema) : null,
  ]);

  const parameters = (list) => (list.length === 0 ? null : [
    element('h3', {}, 'Parameters'),
    element('div', { className: 'scroll' }, element('table', {}, element('tbody', {}, list.map((parameter) => {
      const schema = resolve(parameter.schema);
      return element('tr', {},
        element('th', { scope: 'row' }, element('code', {}, parameter.name)),
        element('td', {}, parameter.in + (parameter.required ? ', required' : '')),
        element('td', {}, [typeOf(schema), bounds(schema)].filter(Boolean).join(', ')),
        element('td', {}, inline(parameter.description || '')));
    })))),
  ]);

  const responses = (list) => [
    element('h3', {}, 'Answers'),
    ...Object.entries(list).flatMap(([status, raw]) => {
      const response = resolve(raw);
      const headers = Object.keys(response.headers || {}).filter((name) => name !== 'X-Correlation-Id');
      const isProblem = Boolean((response.content || {})['application/problem+json']);
      return [
        element('p', {}, element('strong', {}, status), ' ', inline(response.description.trim()),
          headers.length ? [' Headers: ', headers.join(', '), '.'] : null),
        ...(isProblem ? [] : content(response.content)),
      ];
    }),
  ];

  const operation = (path, method, item, value) => {
    const body = value.requestBody ? resolve(value.requestBody) : null;
    const open = (value.security || contract.security || []).some((one) => Object.keys(one).length === 0)
      || (value.security && value.security.length === 0);
    const list = [...(item.parameters || []), ...(value.parameters || [])].map(resolve);
    return element('details', { id: value.operationId },
      element('summary', {},
        element('span', { className: 'method' }, method.toUpperCase()),
        element('span', { className: 'path' }, path),
        element('span', { className: 'what' }, value.summary)),
      element('div', {},
        prose(value.description),
        element('p', {}, open ? 'Needs no token.' : 'Needs a bearer token.'),
        parameters(list),
        body ? [element('h3', {}, 'Body'), ...content(body.content)] : null,
        responses(value.responses)));
  };

  const operations = Object.entries(contract.paths).flatMap(([path, item]) => METHODS
    .filter((method) => item[method])
    .map((method) => ({ tag: item[method].tags[0], node: () => operation(path, method, item, item[method]) })));
  const tags = contract.tags.filter((tag) => operations.some((one) => one.tag === tag.name));

  document.getElementById('title').textContent = `${contract.info.title} · API ${contract.info.version}`;
  main.append(
    ...prose(contract.info.description),
    element('nav', { ariaLabel: 'Sections' }, element('ul', {}, tags.map((tag) => element('li', {},
      element('a', { href: `#tag-${tag.name}` }, tag.name))))),
    ...tags.flatMap((tag) => [
      element('h2', { id: `tag-${tag.name}` }, tag.name),
      ...prose(tag.description),
      ...operations.filter((one) => one.tag === tag.name).map((one) => one.node()),
    ]),
    element('h2', {}, 'Every error'),
    schemaBlock(contract.components.schemas.Problem));
  state.remove();
};

try {
  const response = await fetch(main.dataset.contract, { headers: { Accept: 'application/json' } });
  if (!response.ok) throw new Error(`status ${response.status}`);
  start(await response.json());
} catch (error) {
  state.textContent = `The contract could not be read (${error.message}). Reload the page to try again.`;
}
