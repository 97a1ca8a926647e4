import { eventEndpoints, type LiveEvent, mayReach, type Role } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Principal } from '../../kit/app-env.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import type { RouteServices } from '../services.ts'

/**
 * Interval of the comments that make proxies keep the stream open. The caller's access is checked again at each, and
 * when roles or tokens have changed.
 */
const HEARTBEAT_MS = 15_000
/** How many bytes may wait for a slow reader before the stream ends. The reader then connects again and catches up. */
const mostWaiting = 1024 * 1024
/** Streams of one person or token in this process. All tabs of a browser share one. */
const MOST_STREAMS = 20

type StreamServices = Pick<RouteServices, 'identify' | 'accessChanges' | 'events' | 'stopping'>

export function eventRoutes(services: StreamServices): readonly Route[] {
  const open = createStreamCount()
  const bytesOf = createWriter()
  return [
    defineRoute(eventEndpoints.events, {
      access: 'person',
      handle: ({ context, principal }) => {
        const { roles } = principal()
        const close = open(principal())
        // With other roles the reader connects again, and gets the events of those.
        const isAllowed = async () => String((await services.identify(context))?.roles) === String(roles)
        const signal = AbortSignal.any([context.req.raw.signal, services.stopping])
        return new Response(eventStream(services, { isAllowed, isFor: isFor(roles), signal, bytesOf, close }), {
          headers: {
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store',
            'x-accel-buffering': 'no',
          },
        })
      },
    }),
  ]
}

/** Who sees no flows and runs, or no conversations, hears nothing of them. */
function isFor(roles: readonly Role[]): (event: LiveEvent) => boolean {
  const [seesFlows, seesInbox] = [mayReach(roles, 'viewer'), mayReach(roles, 'agent')]
  return ({ type }) => {
    if (type === 'catalog') return true
    if (ofInbox.has(type)) return seesInbox
    return type === 'message' ? seesFlows || seesInbox : seesFlows
  }
}

const ofInbox: ReadonlySet<LiveEvent['type']> = new Set(['conversation', 'conversation-presence'])

interface Stream {
  isAllowed(): Promise<boolean>
  /** Whether the reader may know of an event. */
  isFor(event: LiveEvent): boolean
  readonly signal: AbortSignal
  bytesOf(event: LiveEvent): Uint8Array
  /** Called once at the end. */
  close(): void
}

function eventStream({ accessChanges, events }: StreamServices, stream: Stream): ReadableStream<Uint8Array> {
  const { isAllowed, isFor, signal, bytesOf } = stream
  let end = (): void => {}
  let leave = (): void => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (bytes: Uint8Array): void => {
          if ((controller.desiredSize ?? 0) <= 0) end()
          else controller.enqueue(bytes)
        }
        const check = (): void => {
          isAllowed().then(
            (allowed) => (allowed ? send(stillHere) : end()),
            () => end(),
          )
        }
        const beat = setInterval(check, HEARTBEAT_MS)
        const leaveAccess = accessChanges.subscribe(check)
        // After an end the reader connects again and reads what it has missed.
        const unsubscribe = events.watch({
          onEvent: (event) => {
            if (isFor(event)) send(bytesOf(event))
          },
          onMissed: () => end(),
        })
        let isOpen = true
        leave = () => {
          if (!isOpen) return
          isOpen = false
          clearInterval(beat)
          unsubscribe()
          leaveAccess()
          signal.removeEventListener('abort', end)
          stream.close()
        }
        end = () => {
          if (!isOpen) return
          leave()
          controller.close()
        }
        signal.addEventListener('abort', end, { once: true })
        send(begin)
        if (signal.aborted) end()
      },
      // The reader has disconnected, so there is nothing to close.
      cancel: () => leave(),
    },
    { highWaterMark: mostWaiting, size: (chunk) => chunk?.byteLength ?? 0 },
  )
}

const encoder = new TextEncoder()
const begin = encoder.encode('retry: 2000\n\n')
const stillHere = encoder.encode(': still here\n\n')

/** Writes an event once for all streams, which get it one after another. */
function createWriter(): (event: LiveEvent) => Uint8Array {
  let last: { readonly event: LiveEvent; readonly bytes: Uint8Array } | undefined
  return (event) => {
    if (last?.event !== event) {
      last = { event, bytes: encoder.encode(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`) }
    }
    return last.bytes
  }
}

/** Counts the open streams of each caller. The returned function opens one and returns what closes it. */
function createStreamCount(): (caller: Principal) => () => void {
  const counts = new Map<string, number>()
  return ({ kind, id }) => {
    const key = `${kind}:${id}`
    const open = counts.get(key) ?? 0
    if (open >= MOST_STREAMS) {
      const message = `You have ${MOST_STREAMS} streams of events open. Close one, then connect again.`
      throw new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': '15' } })
    }
    counts.set(key, open + 1)
    return () => {
      const left = (counts.get(key) ?? 1) - 1
      if (left > 0) counts.set(key, left)
      else counts.delete(key)
    }
  }
}
