import { json, type Reply, type StandIn, startStandIn } from '../helpers/stand-in.ts'

type Members = Readonly<Record<string, unknown>>

/** A call that a bridge has taken. */
export interface BridgeRequest {
  readonly path: string
  readonly auth: Members
  readonly meta: Members | undefined
  readonly data: Members | undefined
  /** As it came, for its signature. */
  readonly body: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
}

/** The integrator's side of the protocol, on loopback. It refuses what a strict bridge would refuse. */
export interface Bridge extends Pick<StandIn, 'origin' | 'close'> {
  readonly calls: readonly BridgeRequest[]
  /** The calls of one path, such as `/actions/create_ticket`. */
  callsOf(path: string): readonly BridgeRequest[]
  /** Answers calls of a path so, in place of its usual answer, and a GET of it, which is refused otherwise. */
  answerWith(path: string, reply: Reply | undefined): void
}

export interface BridgeOptions {
  /** Whether the credentials are right. Default: they are. */
  readonly accepts?: (auth: Members) => boolean | Promise<boolean>
  /** What it has kept with an account that it takes. */
  readonly grants?: Members
}

export async function startBridge({ accepts = () => true, grants }: BridgeOptions = {}): Promise<Bridge> {
  const calls: BridgeRequest[] = []
  const replies = new Map<string, Reply>()

  const service = await startStandIn(async (response, request) => {
    const { method, url: path, headers } = request
    const shown = method === 'GET' ? replies.get(path) : undefined
    if (shown !== undefined) return shown(response, request)
    const isRight = method === 'POST' && (headers['content-type'] ?? '').startsWith('application/json')
    if (!isRight) return json({ message: 'POST JSON.' }, 405)(response, request)
    // The members are looked at by the tests.
    const { auth, meta, data } = JSON.parse(request.body) as { auth: Members; meta?: Members; data?: Members }
    calls.push({ path, auth, meta, data, body: request.body, headers })
    const other = replies.get(path)
    if (other !== undefined) return other(response, request)
    if (!(await accepts(auth))) return json({ message: 'I do not know you.' }, 401)(response, request)
    if (path === '/auth_validation') return json(grants ?? {}, 200)(response, request)
    if (!path.startsWith('/actions/')) return json({ message: 'No such call.' }, 404)(response, request)
    const count = calls.filter((call) => call.path === path).length
    return json({ message: 'Done', external_id: `t-${count}`, ticket: { number: count } }, 201)(response, request)
  })

  return {
    origin: service.origin,
    calls,
    callsOf: (path) => calls.filter((call) => call.path === path),
    answerWith(path, reply) {
      if (reply === undefined) replies.delete(path)
      else replies.set(path, reply)
    },
    close: service.close,
  }
}
