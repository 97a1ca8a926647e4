import type { CreatedToken, Role } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { createRuntime, type Overrides, type Runtime } from '../../../src/app.ts'
import { readConfig } from '../../../src/platform/config/config.ts'
import { checkAnswersOf } from '../../helpers/check-answers.ts'
import { openTestDatabase } from '../../helpers/database.ts'
import { secretKeyText } from '../../helpers/secret-key-text.ts'

const operatorToken = 'operator-token-0123456789abcdef'
export const administrator = { email: 'maya@example.com', password: 'correct horse battery' } as const

/** Where the tests' browser is; app.request without a Host takes it from the URL. */
export const origin = 'http://localhost'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; undefined where there is none or it is no JSON. Tests look into it freely. */
  // biome-ignore lint/suspicious/noExplicitAny: assertions state the shape
  readonly body: any
}

export interface CallOptions {
  readonly token?: string | null
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly raw?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
  /** Address of the peer's socket. */
  readonly peer?: string
}

export interface HttpTest {
  readonly runtime: Runtime
  /** One request; as the operator unless `token` says otherwise (null: nobody). */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>
  /** A new API token with these roles. */
  tokenOf(...roles: readonly Role[]): Promise<string>
  /** Creates a flow and deploys it; answers its id. */
  deploy(document: Flow): Promise<string>
  close(): Promise<void>
}

/** A whole runtime on a database of its own, asked without a network. */
export async function startHttpTest(
  env: Readonly<Record<string, string>> = {},
  overrides: Overrides = {},
): Promise<HttpTest> {
  const database = overrides.database ?? (await openTestDatabase('pglite'))
  const config = readConfig({
    PATCHBAY_SECRET_KEY: secretKeyText,
    PATCHBAY_API_TOKEN: operatorToken,
    PATCHBAY_EGRESS_ALLOW: '127.0.0.1',
    PATCHBAY_LOG_LEVEL: 'silent',
    ...env,
  })
  const runtime = checkAnswersOf(await createRuntime(config, { ...overrides, database }))
  await runtime.start()
  const call: HttpTest['call'] = (method, path, options) => request(runtime, method, path, options)
  return {
    runtime,
    call,
    async tokenOf(...roles) {
      const created = await call('POST', '/api/tokens', { body: { name: `test ${roles}`, roles } })
      const { token }: CreatedToken = created.body
      return token
    },
    async deploy(document) {
      const created = await call('POST', '/api/flows', { body: document })
      if (created.status !== 201) throw new Error(created.text)
      const deployed = await call('POST', `/api/flows/${created.body.id}/deploy`)
      if (deployed.status !== 200) throw new Error(deployed.text)
      return created.body.id
    },
    close: () => runtime.stop(),
  }
}

async function request(runtime: Runtime, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const { token = operatorToken, headers = {}, body, raw, peer } = options
  const init: RequestInit & { duplex?: 'half' } = {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(raw === undefined ? {} : { body: raw, duplex: 'half' }),
  }
  const environment = peer === undefined ? {} : { incoming: { socket: { remoteAddress: peer } } }
  const response = await runtime.app.request(path, init, environment)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, body: parse(text) }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The `Cookie` header that a browser would send after this answer. */
export function cookieOf(answer: Answer): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ')
}
