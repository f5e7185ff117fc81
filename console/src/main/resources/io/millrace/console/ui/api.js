/** A problem the hub answered with (RFC 9457), or that kept it from answering. */
export class Problem extends Error {
  constructor(status, detail, remedy) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.remedy = remedy ?? '';
  }
}

/** Asks the hub. Parameters that are undefined are left out. */
export async function get(path, parameters = {}, signal = undefined) {
  const query = Object.entries(parameters)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escape(String(value))}`)
    .join('&');
  return answer(query ? `${path}?${query}` : path, { signal, headers: { Accept: 'application/json' } });
}

/** Has the hub do something. */
export async function post(path, body = {}) {
  return answer(path, { method: 'POST', body: JSON.stringify(body), headers: { Accept: 'application/json', 'Content-Type': 'application/json' } });
}

async function answer(address, request) {
  let response;
  try {
    response = await fetch(address, request);
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(0, 'The hub does not answer.', 'Is it running, and is the network there?');
  }
  let body;
  try {
    body = await response.json();
  } catch (failure) {
    if (failure.name === 'AbortError') throw failure;
    throw new Problem(response.status, `The hub answered ${response.status} without saying why.`);
  }
  // Health says 503 and how it is.
  if (!response.ok && !body.components) throw new Problem(response.status, body.detail ?? response.statusText, body.remedy);
  return body;
}

/** Slashes may stand in a query as they are, which keeps addresses readable. */
export function escape(text) {
  return encodeURIComponent(text).replaceAll('%2F', '/');
}
