import {
  type Endpoint,
  endpointGroups,
  goodStatus,
  isNothing,
  isRaw,
  ProblemSchema,
  V1,
  V1ErrorsSchema,
} from '@patchbay/shared/api'
import { type ErrorCode, errorTable } from '@patchbay/shared/errors'
import type { TSchema } from 'typebox'
import type { Runtime } from '../../src/app.ts'
import { createCheck } from '../../src/platform/validation/check.ts'
import { closed } from './closed-schema.ts'

/**
 * Throws for an answer that the endpoint of this method and path does not declare: its status, its body, its error
 * code. The body is read from a copy, so the caller can still read it.
 * @throws Error with a sentence that names endpoint and path
 */
export type AnswerCheck = (method: string, url: string, response: Response) => Promise<void>

/** Errors that any address can answer. */
const anywhere: ReadonlySet<string> = new Set<ErrorCode>([
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'FORBIDDEN',
  'INTERNAL',
  'INVALID_INPUT',
  'INVALID_TOKEN',
  'METHOD_NOT_ALLOWED',
  'ORIGIN_REFUSED',
  'SHUTTING_DOWN',
  'STORE_UNAVAILABLE',
  'UNAUTHENTICATED',
  'UNSUPPORTED_MEDIA_TYPE',
])

export function createAnswerCheck(endpoints: readonly Endpoint[]): AnswerCheck {
  const rows = endpoints
    .filter(({ path }) => path !== '/*')
    // A path of fixed words goes before one with parameters that would fit, too.
    .toSorted((a, b) => paramsIn(a.path) - paramsIn(b.path))
    .map((endpoint) => ({ endpoint, fits: patternOf(endpoint.path) }))
  return async (method, url, response) => {
    const { pathname } = new URL(url, 'http://localhost')
    const asked = method === 'HEAD' ? 'GET' : method
    const row = rows.find(({ endpoint, fits }) => takes(endpoint, asked) && fits.test(pathname))
    const refusal = row === undefined ? undefined : await refusalOf(row.endpoint, method, response)
    if (row === undefined || refusal === undefined) return
    throw new Error(`${row.endpoint.method} ${row.endpoint.path}, asked as ${method} ${pathname}, ${refusal}`)
  }
}

/** Checks every answer that tests get from this runtime; returns the same runtime. */
export function checkAnswersOf(runtime: Runtime): Runtime {
  const { app, routes } = runtime
  const check = createAnswerCheck(routes.map(({ endpoint }) => endpoint))
  const ask = app.request
  app.request = async (input, init, ...rest) => {
    const response = await ask(input, init, ...rest)
    const url = input instanceof Request ? input.url : String(input)
    await check(init?.method ?? 'GET', url, response)
    return response
  }
  return runtime
}

/** Checks the answers of a Patchbay that runs as a process; of addresses that other systems dictate it knows nothing. */
export const checkAnswer = createAnswerCheck(
  Object.values(endpointGroups).flatMap((group) => Object.values<Endpoint>(group)),
)

/** What is wrong with the answer; undefined for one that the endpoint declares. */
async function refusalOf(endpoint: Endpoint, method: string, response: Response): Promise<string | undefined> {
  const { status } = response
  const { answer, also = {} } = endpoint
  if (isRaw(answer) && answer.type === '*/*') return undefined
  if (endpoint.flowAnswers === true && response.headers.has('x-run-id')) return undefined
  const further = also[status]
  if (further !== undefined) return wrongBody(further, method, response)
  if (status === 304 && endpoint.conditional === true) return undefined
  if (status >= 400) return wrongProblem(endpoint, method, response)
  if (status !== goodStatus(endpoint)) return `answered ${status}, which its endpoint does not declare.`
  if (isNothing(answer)) return response.body === null ? undefined : 'answered a body where none is declared.'
  return isRaw(answer) ? wrongType(answer.type, response) : wrongBody(answer, method, response)
}

async function wrongProblem(endpoint: Endpoint, method: string, response: Response): Promise<string | undefined> {
  if (endpoint.path.startsWith(V1)) return wrongBody(V1ErrorsSchema, method, response)
  const wrong = await wrongBody(ProblemSchema, method, response)
  if (wrong !== undefined || method === 'HEAD') return wrong
  // The body has just been found to be a problem document.
  const { code } = (await response.clone().json()) as { code: string }
  if (!anywhere.has(code) && !endpoint.errors?.some((declared) => declared === code)) {
    return `answered the error ${code}, which is not among the errors of its endpoint.`
  }
  const rows: Readonly<Record<string, { readonly status: number }>> = errorTable
  const status = rows[code]?.status
  return status === response.status ? undefined : `answered ${code} with ${response.status} instead of ${status}.`
}

async function wrongBody(schema: TSchema, method: string, response: Response): Promise<string | undefined> {
  const type = response.headers.get('content-type') ?? 'nothing'
  if (!/^application\/(problem\+)?json\b/.test(type)) return `answered ${response.status} as ${type} instead of JSON.`
  if (method === 'HEAD') return undefined
  const body: unknown = JSON.parse(await response.clone().text())
  const checked = createCheck(closed(schema))(body)
  if (checked.ok) return undefined
  const found = checked.errors.slice(0, 5).map(({ path, message }) => `${path === '' ? 'the body' : path}: ${message}`)
  return `answered ${response.status} with a body that does not fit its schema: ${found.join(' ')}`
}

function wrongType(type: string, response: Response): string | undefined {
  const given = response.headers.get('content-type')
  // `image/*` has any type that begins with `image/`.
  if (type === '*/*' || given === null || given.startsWith(type.replace(/\*$/, ''))) return undefined
  return `answered ${given} instead of ${type}.`
}

function paramsIn(path: string): number {
  return path.split('/:').length
}

function takes(endpoint: Endpoint, method: string): boolean {
  return endpoint.method === 'ALL' || endpoint.method === method
}

function patternOf(path: string): RegExp {
  const escaped = path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')
  return new RegExp(`^${escaped}$`)
}
