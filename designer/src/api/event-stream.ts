import type { LiveEvent } from '@patchbay/shared/api'
import { addressOf } from './address-of.ts'

export interface StreamListener {
  /** Called when events begin to arrive, and when they no longer do. */
  onOpen(isOpen: boolean): void
  onEvent(event: LiveEvent): void
}

/** As an object, so that a missing name does not compile. */
const eventNames = {
  run: true,
  'step-started': true,
  step: true,
  flow: true,
  presence: true,
  catalog: true,
  conversation: true,
  'conversation-presence': true,
  message: true,
} as const satisfies Record<LiveEvent['type'], true>

const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 15_000

/**
 * Opens a stream of live events and keeps it open. The browser connects again by itself after a broken connection,
 * but gives up on any answer that is no stream, such as the 502 of a proxy while Patchbay restarts: then it is
 * opened anew here. Returns the function that closes it.
 */
export function openEventStream(listener: StreamListener): () => void {
  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let waitMs = FIRST_WAIT_MS
  const open = () => {
    const opened = new EventSource(addressOf('GET /api/events'))
    source = opened
    opened.addEventListener('open', () => {
      waitMs = FIRST_WAIT_MS
      listener.onOpen(true)
    })
    opened.addEventListener('error', () => {
      listener.onOpen(false)
      if (opened.readyState !== EventSource.CLOSED) return
      timer = setTimeout(open, waitMs)
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
    })
    // The runtime publishes only the documented events under these names.
    const onMessage = ({ data }: MessageEvent<string>) => listener.onEvent(JSON.parse(data) as LiveEvent)
    for (const name of Object.keys(eventNames)) opened.addEventListener(name, onMessage)
  }
  open()
  return () => {
    source?.close()
    if (timer !== null) clearTimeout(timer)
  }
}
