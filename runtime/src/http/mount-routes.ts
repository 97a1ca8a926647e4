import { mayReach, type Reach, rolesWith } from '@patchbay/shared/api'
import { AppError, type ErrorCode, type FieldError } from '@patchbay/shared/errors'
import { repeatedKeys } from '@patchbay/shared/json'
import type { Hono } from 'hono'
import type { TSchema } from 'typebox'
import type { AppContext, AppEnv, Principal } from '../kit/app-env.ts'
import { basicCredentials } from '../kit/basic-credentials.ts'
import { DEFAULT_BODY_LIMIT, mediaType, parseJsonBody, readJsonText, requireJson } from '../kit/read-body.ts'
import type { Call, Route } from '../kit/route.ts'
import { createCheck } from '../platform/validation/check.ts'
import { challengeOf } from './challenge.ts'
import { guardOrigin } from './origin-guard.ts'
import { hasCopy } from './preconditions.ts'

export interface MountOptions {
  readonly publicUrl?: string
  /**
   * The caller by `Authorization` or cookie; undefined when the request carries neither.
   * @throws AppError INVALID_TOKEN for a wrong credential
   */
  identify(context: AppContext): Promise<Principal | undefined>
}

/**
 * Registers the rows on the app. Every reachable address is a row, and every row is checked: access, Host and Origin,
 * content type, size, schema. Other methods of a known path are answered with 405.
 */
export function mountRoutes(app: Hono<AppEnv>, routes: readonly Route[], options: MountOptions): void {
  const named = routes.filter((route) => route.path !== REST)
  for (const route of named) app.on(route.method, route.path, createHandler(route, options))
  for (const [path, methods] of methodsByPath(named)) {
    if (!methods.includes('ALL')) app.all(path, () => refuseMethod(methods))
  }
  for (const route of routes) if (route.path === REST) app.on(route.method, REST, createHandler(route, options))
}

/** The path of the row for all addresses that no other row answers. */
const REST = '/*'

/** @throws AppError METHOD_NOT_ALLOWED */
export function refuseMethod(methods: readonly string[]): never {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ')
  throw new AppError('METHOD_NOT_ALLOWED', `This address accepts only ${allow}.`, { headers: { allow } })
}

/**
 * Throws when the app answers an address that has no row in the table.
 * @throws Error naming the routes
 */
export function refuseStrayRoutes(app: Hono<AppEnv>, routes: readonly Route[]): void {
  const rows = new Set(routes.map((route) => `${route.method} ${route.path}`))
  const paths = new Set(routes.map((route) => route.path))
  const strays = app.routes
    // Middleware stands on `/*`; the 405 answers stand on the rows' own paths.
    .filter(({ method, path }) => !(method === 'ALL' && (path === '/*' || paths.has(path))))
    .map(({ method, path }) => `${method} ${path}`)
    .filter((stray) => !rows.has(stray))
  if (strays.length > 0) throw new Error(`These routes are not in the route table: ${[...new Set(strays)].join(', ')}`)
}

function methodsByPath(routes: readonly Route[]): ReadonlyMap<string, readonly string[]> {
  const byPath = new Map<string, string[]>()
  for (const { path, method } of routes) byPath.set(path, [...(byPath.get(path) ?? []), method])
  return byPath
}

function createHandler(route: Route, options: MountOptions): (context: AppContext) => Promise<Response> {
  const { query: querySchema } = route.endpoint
  const checkQuery = querySchema === undefined ? undefined : createCheck(querySchema)
  const lists = listsIn(querySchema)
  const readBody = createBodyReader(route)
  return async (context) => {
    context.set('route', route.path)
    const principal = await authorize(context, route, options)
    const query = checkQuery === undefined ? undefined : readQuery(context, checkQuery, lists)
    const body = readBody === undefined ? refuseForm(context, route) : await readBody(context)
    const call: Call<Readonly<Record<string, string>>, unknown, unknown> = {
      params: context.req.param(),
      body,
      query,
      context,
      principal: () => {
        if (principal === undefined) throw new AppError('INTERNAL', `${route.path} identifies no caller.`)
        return principal
      },
    }
    const answer = await route.handle(call)
    // Hono answers HEAD with the headers of GET and drops the body, so that a stream would be left open for ever.
    if (context.req.method === 'HEAD') await answer.body?.cancel()
    return route.endpoint.conditional === true ? withoutCopy(context, answer) : answer
  }
}

/** 304 in place of an answer that the caller has already. */
function withoutCopy(context: AppContext, response: Response): Response {
  const etag = response.headers.get('etag')
  if (etag === null || !hasCopy(context, etag)) return response
  // With all headers: a browser writes those of a 304 over those of its copy.
  return new Response(null, { status: 304, headers: response.headers })
}

/** Undefined where the route needs no credential, or where the service checks it. */
function authorize(context: AppContext, route: Route, options: MountOptions): Promise<Principal> | undefined {
  if (route.access === 'trigger' || route.crossOrigin === true) return undefined
  // A request with an Authorization header cannot be a page that misuses a cookie: browsers never add that header by
  // themselves, except for a Basic password that somebody has typed in. A public route reads no such header, so it says
  // nothing there.
  const header = context.req.header('authorization')
  const isOfPage = basicCredentials(header) !== undefined && context.req.header('origin') !== undefined
  const isProgram = route.access !== 'public' && header !== undefined && !isOfPage
  if (!isProgram) guardOrigin(context, options.publicUrl)
  return route.access === 'public' ? undefined : requirePrincipal(context, route.access, options)
}

async function requirePrincipal(context: AppContext, needed: Reach, options: MountOptions): Promise<Principal> {
  const principal = await options.identify(context)
  if (principal === undefined) {
    throw new AppError('UNAUTHENTICATED', 'Sign in, or send "Authorization: Bearer <api token>".', {
      headers: { 'www-authenticate': challengeOf(context.req.path) },
    })
  }
  context.set('caller', `${principal.kind}:${principal.id}`)
  requireRole(principal, needed)
  return principal
}

/** @throws AppError FORBIDDEN for a caller whose roles do not reach that far */
export function requireRole(principal: Principal, needed: Reach): void {
  if (mayReach(principal.roles, needed)) return
  const others = rolesWith(needed).join(' or ')
  throw new AppError(
    'FORBIDDEN',
    `This needs the role ${others}; yours ${principal.roles.length === 1 ? 'is' : 'are'} ${principal.roles.join(' and ')}.`,
  )
}

/** The names that may be given several times. */
function listsIn(schema: TSchema | undefined): ReadonlySet<string> {
  const properties: unknown = schema !== undefined && 'properties' in schema ? schema.properties : {}
  const isList = (member: unknown) =>
    typeof member === 'object' && member !== null && 'type' in member && member.type === 'array'
  return new Set(Object.entries(properties ?? {}).flatMap(([name, member]) => (isList(member) ? [name] : [])))
}

function readQuery(
  context: AppContext,
  check: ReturnType<typeof createCheck<TSchema>>,
  lists: ReadonlySet<string>,
): unknown {
  const query: Record<string, string | readonly string[]> = Object.create(null)
  for (const [name, values] of Object.entries(context.req.queries())) {
    const isList = lists.has(name)
    if (!isList && values.length > 1) {
      throw invalid('INVALID_INPUT', [{ path: name, message: 'This may be given once only.' }])
    }
    // The database stores no NUL, so a query with one could match nothing.
    const clean = values.map((value) => value.replaceAll('\0', ''))
    query[name] = isList ? clean : (clean[0] ?? '')
  }
  const checked = check({ ...query })
  if (checked.ok) return checked.value
  throw invalid('INVALID_INPUT', checked.errors)
}

function createBodyReader(route: Route): ((context: AppContext) => Promise<unknown>) | undefined {
  const { body: schema } = route.endpoint
  if (schema === undefined) return undefined
  const check = createCheck(schema)
  const { limit = DEFAULT_BODY_LIMIT, code = 'INVALID_INPUT', prepare, hasUniqueKeys = false } = route.body ?? {}
  return async (context) => {
    const text = await readJsonText(context, limit)
    const body = parseJsonBody(text)
    const repeats = hasUniqueKeys ? repeatedKeys(text) : []
    if (repeats.length > 0) {
      throw invalid(
        code,
        repeats.map(({ path, message }) => ({ path, message })),
      )
    }
    const checked = check(prepare === undefined ? body : prepare(body))
    if (checked.ok) return checked.value
    throw invalid(code, checked.errors)
  }
}

/**
 * Any page can send a form without a CORS preflight, so a route without a body refuses every body that a form could
 * send, and a route that reads the body itself every type but its own.
 */
function refuseForm(context: AppContext, route: Route): undefined {
  const isGuarded = route.access !== 'trigger' && route.crossOrigin !== true && route.method !== 'GET'
  if (!isGuarded) return undefined
  const { rawBody } = route.endpoint
  if (rawBody !== undefined) requireType(context, rawBody.types ?? [])
  else if (context.req.header('content-type') !== undefined) requireJson(context)
  return undefined
}

/** @throws AppError UNSUPPORTED_MEDIA_TYPE */
function requireType(context: AppContext, types: readonly string[]): void {
  if (types.includes(mediaType(context))) return
  throw new AppError('UNSUPPORTED_MEDIA_TYPE', `Send the body with "Content-Type: ${types.join('" or "')}".`)
}

function invalid(code: ErrorCode, errors: readonly FieldError[]): AppError {
  const first = errors[0]
  const where = first === undefined || first.path === '' ? '' : `${first.path}: `
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return new AppError(code, `${where}${first?.message ?? 'This is not valid.'}${more}`, { errors })
}
