import {
  type Endpoint,
  endpointGroups,
  goodStatus,
  isNothing,
  isRaw,
  ProblemSchema,
  rolesWith,
  V1ErrorsSchema,
} from '@patchbay/shared/api'
import { type ErrorCode, errorTable } from '@patchbay/shared/errors'
import type { TSchema } from 'typebox'
import type { Access, Route } from '../kit/route.ts'
import { collectComponents } from './openapi-components.ts'
import { isV1, v1Status } from './v1-errors.ts'

/** The members of an OpenAPI operation that the API page shows. */
export interface Operation {
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly required: true; readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: true
  readonly schema: TSchema
}

export type Content = Readonly<Record<string, { readonly schema: TSchema }>>

export interface OpenApi {
  readonly openapi: '3.1.0'
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly tags: readonly { readonly name: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, TSchema>>
    readonly securitySchemes: typeof securitySchemes
  }
}

/** The OpenAPI 3.1 document of the route table. */
export function openApi(routes: readonly Route[], version: string): OpenApi {
  const components = collectComponents()
  const paths: Record<string, Record<string, Operation>> = {}
  const tags = new Set<string>(Object.keys(endpointGroups))
  for (const route of routes) {
    // The designer's files are not part of the API.
    if (route.path === '/*') continue
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    const described = operation(route, components.refer)
    for (const tag of described.tags) tags.add(tag)
    for (const method of methodsOf(route)) paths[path] = { ...paths[path], [method]: described }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Patchbay', version, description: 'Flows, numbers, runs and triggers of this installation.' },
    tags: [...tags].map((name) => ({ name })),
    paths,
    components: { schemas: components.schemas, securitySchemes },
  }
}

function methodsOf({ method }: Route): readonly string[] {
  return method === 'ALL' ? ['post', 'get', 'put', 'patch', 'delete'] : [method.toLowerCase()]
}

type Refer = (schema: TSchema) => TSchema

function operation({ endpoint, access }: Route, refer: Refer): Operation {
  const parameters = [...pathParameters(endpoint.path), ...headerParameters(endpoint), ...queryParameters(endpoint)]
  const body = requestBody(endpoint, refer)
  const description = [endpoint.description, roleOf(access)].filter((text) => text !== undefined).join('\n\n')
  return {
    tags: [subjectOf(endpoint)],
    summary: endpoint.summary,
    ...(description === '' ? {} : { description }),
    security: securityOf(endpoint, access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, content: body } }),
    responses: {
      ...goodResponses(endpoint, refer),
      ...errorResponses(endpoint, refer),
      default: errorResponse(endpoint, refer),
    },
  }
}

function roleOf(access: Access): string | undefined {
  if (access === 'public' || access === 'trigger') return undefined
  return access === 'person' ? 'Any role.' : `Roles: ${rolesWith(access).join(', ')}.`
}

/** The heading of an endpoint's group. Endpoints dictated by another system have none of ours. */
function subjectOf(endpoint: Endpoint): string {
  const found = Object.entries(endpointGroups).find(([, group]) => Object.values<Endpoint>(group).includes(endpoint))
  return found?.[0] ?? 'Other systems'
}

function pathParameters(path: string): readonly Parameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function headerParameters({ ifMatch, conditional }: Endpoint): readonly Parameter[] {
  if (conditional === true) {
    const schema = { type: 'string', description: 'The ETag of the copy that the caller has.' }
    return [{ name: 'If-None-Match', in: 'header', schema }]
  }
  if (ifMatch === undefined) return []
  const schema = { type: 'string', description: 'The revision in quotes, such as `"3"`.' }
  return [{ name: 'If-Match', in: 'header', ...(ifMatch === 'required' ? { required: true } : {}), schema }]
}

function queryParameters({ query }: Endpoint): readonly Parameter[] {
  const properties: unknown = query !== undefined && 'properties' in query ? query.properties : {}
  return Object.entries(properties ?? {}).map(([name, schema]) => ({ name, in: 'query', schema }))
}

function requestBody({ body, rawBody }: Endpoint, refer: Refer): Content | undefined {
  if (body !== undefined) return { 'application/json': { schema: refer(body) } }
  if (rawBody === undefined) return undefined
  const schema = refer(rawBody.schema)
  return Object.fromEntries((rawBody.types ?? ['application/json']).map((type) => [type, { schema }]))
}

function goodResponses(endpoint: Endpoint, refer: Refer): Operation['responses'] {
  const { answer, also = {} } = endpoint
  const further = Object.entries(also).map(([status, schema]) => [
    status,
    { description: descriptionOf(schema), content: { 'application/json': { schema: refer(schema) } } },
  ])
  const copy = endpoint.conditional === true ? { 304: { description: 'The copy is current; no body' } } : {}
  return { [goodStatus(endpoint)]: goodResponse(answer, refer), ...copy, ...Object.fromEntries(further) }
}

function goodResponse(answer: Endpoint['answer'], refer: Refer): Operation['responses'][string] {
  if (isNothing(answer)) return { description: 'Done; no body' }
  if (!isRaw(answer)) {
    return { description: descriptionOf(answer), content: { 'application/json': { schema: refer(answer) } } }
  }
  const { type, schema = {} } = answer
  return { description: descriptionOf(schema), content: { [type]: { schema: refer(schema) } } }
}

function descriptionOf(schema: TSchema): string {
  return 'description' in schema && typeof schema.description === 'string' ? schema.description : 'Good'
}

/** The error codes that the endpoint declares, by status. */
function errorResponses(endpoint: Endpoint, refer: Refer): Operation['responses'] {
  const { errors = [], also = {}, path } = endpoint
  const statusOf = (code: ErrorCode) => (isV1(path) ? v1Status(errorTable[code].status) : errorTable[code].status)
  const byStatus = Map.groupBy(errors, statusOf)
  const rows = [...byStatus]
    .filter(([status]) => !(status in also))
    .toSorted(([a], [b]) => a - b)
    .map(([status, codes]) => {
      const description = codes.map((code) => `${code}: ${errorTable[code].title}`).join('\n\n')
      return [status, { ...errorResponse(endpoint, refer), description }]
    })
  return Object.fromEntries(rows)
}

function errorResponse({ path }: Endpoint, refer: Refer): Operation['responses'][string] {
  if (isV1(path)) return goodResponse(V1ErrorsSchema, refer)
  return {
    description: 'Problem details (RFC 9457)',
    content: { 'application/problem+json': { schema: refer(ProblemSchema) } },
  }
}

function securityOf({ credential, path }: Endpoint, access: Access): Operation['security'] {
  if (access === 'public' || credential === 'own') return []
  if (credential === 'basic') return [{ basic: [] }]
  if (access === 'trigger') return [{ token: [] }]
  return [{ token: [] }, ...(isV1(path) ? [{ basic: [] }] : []), { cookie: [] }]
}

const securitySchemes = {
  token: { type: 'http', scheme: 'bearer' },
  basic: { type: 'http', scheme: 'basic' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'patchbay.session_token' },
} as const
