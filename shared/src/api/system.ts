import { Type } from 'typebox'
import { endpoint, raw } from './endpoint.ts'
import { shape } from './shapes.ts'

/** For monitors. */
export const healthEndpoints = {
  alive: endpoint({
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the process answers',
    answer: shape({ status: Type.Literal('ok') }),
  }),
  ready: endpoint({
    method: 'GET',
    path: '/readyz',
    summary: 'Whether the server takes work: the database answers and it is not stopping',
    answer: shape({ status: Type.Literal('ready') }),
    errors: ['SHUTTING_DOWN', 'STORE_UNAVAILABLE'],
  }),
  metrics: endpoint({
    method: 'GET',
    path: '/metrics',
    summary: 'Prometheus metrics; with a token of a Viewer or more, or from loopback',
    answer: raw('text/plain'),
    errors: ['UNAUTHENTICATED', 'FORBIDDEN'],
  }),
}

export const systemEndpoints = {
  backup: endpoint({
    method: 'POST',
    path: '/api/backup',
    summary: 'A consistent copy of the embedded database, for npm run restore',
    answer: raw('application/gzip'),
    errors: ['BAD_REQUEST', 'TOO_MANY_REQUESTS'],
  }),
  openApi: endpoint({
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This description for programs: OpenAPI 3.1',
    answer: Type.Unsafe<object>({ type: 'object' }),
  }),
  docs: endpoint({
    method: 'GET',
    path: '/api/docs',
    summary: 'This description as a page',
    answer: raw('text/html'),
  }),
  /** Takes every address that is left. */
  pages: endpoint({ method: 'GET', path: '/*', summary: 'The designer', answer: raw('*/*') }),
}
