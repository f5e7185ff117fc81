/** The address of a view: everything one needs to see the same again. */

export function parse(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const parameters = new URLSearchParams(query ?? '');
  const [room, ...rest] = path.split('/');
  return {
    room: room === 'connections' ? 'connections' : 'namespace',
    topic: room === 'namespace' && rest.length ? decodeURIComponent(rest.join('/')) : undefined,
    pens: parameters.getAll('pen'),
    range: parameters.get('range') ?? '1h',
    from: time(parameters.get('from')),
    to: time(parameters.get('to')),
  };
}

function time(text) {
  const millis = text === null ? NaN : Date.parse(text);
  return Number.isNaN(millis) ? undefined : millis;
}

export function format(route) {
  if (route.room === 'connections') return '#/connections';
  const parameters = new URLSearchParams();
  for (const pen of route.pens ?? []) parameters.append('pen', pen);
  if (route.from !== undefined && route.to !== undefined) {
    parameters.set('from', new Date(route.from).toISOString());
    parameters.set('to', new Date(route.to).toISOString());
  } else if (route.range && route.range !== '1h') {
    parameters.set('range', route.range);
  }
  const query = parameters.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  const topic = route.topic ? `/${encodeURIComponent(route.topic).replaceAll('%2F', '/')}` : '';
  return `#/namespace${topic}${query ? `?${query}` : ''}`;
}
