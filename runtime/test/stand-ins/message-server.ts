import {
  closeSocket,
  hang,
  type Reply,
  type StandIn,
  startStandIn,
  type TakenRequest,
  text,
} from '../helpers/stand-in.ts'
import type { Fault, FaultScripts, SendingStandIn, TakenMessage } from './service-stand-in.ts'

/** A message as the service reads it from a request that has the right shape. */
export interface ReadMessage extends TakenMessage {
  /** The idempotency key of a service that takes each key once. */
  readonly key?: string
}

/** The documents of a service, as code. */
export interface MessageServerOptions {
  /** Answers a request that sends no message, such as one of Test Connection. Undefined for a request that sends. */
  other?(request: TakenRequest, found: FindTaken): Reply | undefined
  /** What is wrong with a request that sends: `credential`, or the part with the wrong shape. Undefined: nothing. */
  complaintOf(request: TakenRequest): string | undefined
  /** The answer to such a request. */
  refusalOf(complaint: string): Reply
  messageOf(request: TakenRequest): ReadMessage
  /** The answer about a message that is taken; `number` counts them from 1. */
  receiptOf(number: number): Reply
  readonly faults: FaultScripts
}

/** The number of the message that was taken under a key; undefined when there is none. */
export type FindTaken = (key: string) => number | undefined

export interface MessageServer {
  readonly origin: string
  readonly sending: SendingStandIn
  /** A message that reached the contact in another way than by a request. */
  take(...messages: readonly TakenMessage[]): void
  close(): Promise<void>
}

/** A service on loopback that takes messages: the frame of all stand-ins. */
export async function startMessageServer(options: MessageServerOptions): Promise<MessageServer> {
  const taken: TakenMessage[] = []
  const complaints: string[] = []
  const keys = new Map<string, number>()
  let tried = 0
  let behaviour: Fault | 'loses its answers' | undefined

  function take({ key, ...message }: ReadMessage): number {
    const before = key === undefined ? undefined : keys.get(key)
    if (before !== undefined) return before
    taken.push(message)
    if (key !== undefined) keys.set(key, taken.length)
    return taken.length
  }

  function replyTo(request: TakenRequest): Reply {
    const other = options.other?.(request, (key) => keys.get(key))
    if (other !== undefined) return other
    tried += 1
    const complaint = options.complaintOf(request)
    if (complaint !== undefined) {
      complaints.push(complaint)
      return options.refusalOf(complaint)
    }
    const script = scriptOf(options.faults, behaviour)
    if (script !== undefined) return script
    const receipt = options.receiptOf(take(options.messageOf(request)))
    return behaviour === 'loses its answers' ? closeSocket : receipt
  }

  const server: StandIn = await startStandIn((response, request) => replyTo(request)(response, request))
  return {
    origin: server.origin,
    sending: {
      taken,
      complaints,
      faults: options.faults,
      get tried() {
        return tried
      },
      behave(as) {
        behaviour = as
      },
    },
    take: (...messages) => void taken.push(...messages),
    close: () => server.close(),
  }
}

function scriptOf(faults: FaultScripts, behaviour: Fault | 'loses its answers' | undefined): Reply | undefined {
  if (behaviour === undefined || behaviour === 'loses its answers') return undefined
  const script = faults[behaviour]
  if (typeof script !== 'function') throw new Error(`This service cannot do that: ${script.because}`)
  return script
}

/** What goes wrong in the same way with every service. `refuses` and `lies` are its own words. */
export const commonFaults: Omit<FaultScripts, 'refuses' | 'lies'> = {
  'is busy': (response) => {
    response.writeHead(429, { 'retry-after': '7', 'content-type': 'text/plain' })
    response.end('slow down')
  },
  fails: text('out of order', { status: 503 }),
  'is silent': hang,
  'is slow': (response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{')
  },
  'hangs up': closeSocket,
  babbles: text('<html><body>Welcome to the guest network</body></html>', { contentType: 'text/html' }),
  'sends elsewhere': (response) => {
    response.writeHead(307, { location: '/elsewhere' })
    response.end()
  },
}
