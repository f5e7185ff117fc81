/** The address of a view: everything one needs to see the same again. */

const ROOMS = ['namespace', 'production', 'alarms', 'connections', 'processors', 'deliveries'];
const PERIODS = ['shift', 'day', 'hour', 'order'];

export function parse(hash) {
  const [path, query] = hash.replace(/^#\/?/, '').split('?');
  const parameters = new URLSearchParams(query ?? '');
  const [room, ...rest] = path.split('/');
  return {
    room: ROOMS.includes(room) ? room : 'namespace',
    topic: room === 'namespace' && rest.length ? decodeURIComponent(rest.join('/')) : undefined,
    processor: room === 'processors' && rest.length ? decodeURIComponent(rest.join('/')) : undefined,
    place: room === 'production' && rest.length ? decodeURIComponent(rest.join('/')) : undefined,
    kind: PERIODS.includes(parameters.get('kind')) ? parameters.get('kind') : 'shift',
    period: parameters.get('period') ?? undefined,
    alarm: parameters.get('alarm') ?? undefined,
    pens: parameters.getAll('pen'),
    range: parameters.get('range') ?? '1h',
    from: time(parameters.get('from')),
    to: time(parameters.get('to')),
    source: parameters.get('source') ?? undefined,
    state: parameters.get('state') ?? 'open',
    reason: parameters.get('reason') ?? undefined,
    hop: parameters.get('hop') ?? undefined,
    record: /^\d+$/.test(parameters.get('record') ?? '') ? Number(parameters.get('record')) : undefined,
  };
}

function time(text) {
  const millis = text === null ? NaN : Date.parse(text);
  return Number.isNaN(millis) ? undefined : millis;
}

export function format(route) {
  if (route.room === 'connections') return '#/connections';
  if (route.room === 'production') return production(route);
  if (route.room === 'alarms') return alarms(route);
  if (route.room === 'processors') return processors(route);
  if (route.room === 'deliveries') return deliveries(route);
  const parameters = new URLSearchParams();
  for (const pen of route.pens ?? []) parameters.append('pen', pen);
  if (route.from !== undefined && route.to !== undefined) {
    parameters.set('from', new Date(route.from).toISOString());
    parameters.set('to', new Date(route.to).toISOString());
  } else if (route.range && route.range !== '1h') {
    parameters.set('range', route.range);
  }
  const query = readable(parameters);
  const topic = route.topic ? `/${encodeURIComponent(route.topic).replaceAll('%2F', '/')}` : '';
  return `#/namespace${topic}${query ? `?${query}` : ''}`;
}

function production({ place, kind, period }) {
  const parameters = new URLSearchParams();
  if (kind && kind !== 'shift') parameters.set('kind', kind);
  if (period !== undefined) parameters.set('period', period);
  const query = readable(parameters);
  return `#/production${place ? `/${encodeURIComponent(place).replaceAll('%2F', '/')}` : ''}${query ? `?${query}` : ''}`;
}

function alarms({ alarm }) {
  return `#/alarms${alarm ? `?${readable(new URLSearchParams({ alarm }))}` : ''}`;
}

function processors({ processor }) {
  return `#/processors${processor ? `/${encodeURIComponent(processor)}` : ''}`;
}

function deliveries({ source, state, reason, hop, record }) {
  const parameters = new URLSearchParams();
  if (source !== undefined) parameters.set('source', source);
  if (state && state !== 'open') parameters.set('state', state);
  if (reason !== undefined) parameters.set('reason', reason);
  if (hop !== undefined) parameters.set('hop', hop);
  if (record !== undefined) parameters.set('record', record);
  const query = readable(parameters);
  return `#/deliveries${query ? `?${query}` : ''}`;
}

function readable(parameters) {
  return parameters.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
}
