import { eventEndpoints, type LiveEvent } from '@patchbay/shared/api'
import { defineRoute, type Route } from '../../kit/route.ts'
import { createIdentify } from '../identify.ts'
import type { RouteServices } from '../services.ts'

/** Interval of the comments that make proxies keep the stream open. The caller's access is checked again at each. */
const HEARTBEAT_MS = 15_000
/** How many bytes may wait for a slow reader before the stream ends. The reader then connects again and catches up. */
const mostWaiting = 1024 * 1024

export function eventRoutes(services: RouteServices): readonly Route[] {
  const identify = createIdentify(services.credentials, services.identity)
  return [
    defineRoute(eventEndpoints.events, {
      access: 'viewer',
      handle: ({ context }) => {
        const isAllowed = async () => (await identify(context)) !== undefined
        const signal = AbortSignal.any([context.req.raw.signal, services.stopping])
        return new Response(eventStream(services, isAllowed, signal), {
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

function eventStream(
  { events }: RouteServices,
  isAllowed: () => Promise<boolean>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let end = (): void => {}
  let leave = (): void => {}
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const send = (text: string): void => {
          if ((controller.desiredSize ?? 0) <= 0) end()
          else controller.enqueue(encoder.encode(text))
        }
        const beat = setInterval(() => {
          isAllowed().then(
            (allowed) => (allowed ? send(': still here\n\n') : end()),
            () => end(),
          )
        }, HEARTBEAT_MS)
        // After an end the reader connects again and reads what it has missed.
        const unsubscribe = events.watch({ onEvent: (event) => send(format(event)), onMissed: () => end() })
        let isOpen = true
        leave = () => {
          isOpen = false
          clearInterval(beat)
          unsubscribe()
          signal.removeEventListener('abort', end)
        }
        end = () => {
          if (!isOpen) return
          leave()
          controller.close()
        }
        signal.addEventListener('abort', end, { once: true })
        send('retry: 2000\n\n')
        if (signal.aborted) end()
      },
      // The reader has disconnected, so there is nothing to close.
      cancel: () => leave(),
    },
    { highWaterMark: mostWaiting, size: (chunk) => chunk?.byteLength ?? 0 },
  )
}

function format(event: LiveEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`
}
