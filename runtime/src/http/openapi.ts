import type { TSchema } from 'typebox'
import type { Access, Route } from './route.ts'

/** The OpenAPI 3.1 document of the route table. */
export function openApi(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    // Files of the designer are no API.
    if (route.path === '/*') continue
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    const methods = route.method === 'ALL' ? ['post', 'get', 'put', 'patch', 'delete'] : [route.method.toLowerCase()]
    paths[path] ??= {}
    for (const method of methods) paths[path][method] = operation(route)
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Patchbay', version, description: 'Flows, numbers, runs and triggers of this installation.' },
    paths,
    components: { schemas: { Problem: problemSchema }, securitySchemes },
  }
}

function operation(route: Route): Record<string, unknown> {
  const parameters = [...pathParameters(route.path), ...queryParameters(route.query)]
  const [status = '200'] = /^\d{3}/.exec(route.answer) ?? []
  return {
    summary: route.summary,
    ...(route.access === 'public' || route.access === 'trigger' ? {} : { description: `Least role: ${route.access}.` }),
    security: securityOf(route.access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: route.body.schema } } } }),
    responses: {
      [status]: { description: route.answer },
      default: {
        description: 'Problem details (RFC 9457)',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

function pathParameters(path: string): readonly unknown[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters(schema: TSchema | undefined): readonly unknown[] {
  const properties: unknown = schema !== undefined && 'properties' in schema ? schema.properties : {}
  return Object.entries(properties ?? {}).map(([name, property]) => ({ name, in: 'query', schema: property }))
}

function securityOf(access: Access): readonly unknown[] {
  if (access === 'public') return []
  return access === 'trigger' ? [{ token: [] }] : [{ token: [] }, { cookie: [] }]
}

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'patchbay.session_token' },
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'errors', 'requestId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
