import type { LiveEvent } from '@patchbay/shared/api'
import { openEventStream, type StreamListener } from './event-stream.ts'

/** What the worker tells its pages. */
export type WorkerMessage = { readonly isOpen: boolean } | { readonly event: LiveEvent }

/**
 * Listens to the one event stream of all tabs of this browser. Where a browser has no shared workers (Chrome on
 * Android), and where the worker's script cannot be had, the page opens a stream of its own. Returns the function
 * that stops it.
 */
export function joinSharedStream(listener: StreamListener): () => void {
  if (typeof SharedWorker === 'undefined') return openEventStream(listener)
  let leave = join(listener)
  const away = () => leave()
  // A page that comes back from the browser's cache of pages has to join again.
  const back = (event: PageTransitionEvent) => {
    if (event.persisted) leave = join(listener)
  }
  window.addEventListener('pagehide', away)
  window.addEventListener('pageshow', back)
  return () => {
    window.removeEventListener('pagehide', away)
    window.removeEventListener('pageshow', back)
    leave()
  }
}

function join(listener: StreamListener): () => void {
  const worker = new SharedWorker(new URL('./event-worker.ts', import.meta.url), { type: 'module' })
  let leave = () => {
    worker.port.postMessage('leave')
    worker.port.close()
  }
  worker.addEventListener('error', () => {
    leave()
    leave = openEventStream(listener)
  })
  worker.port.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
    if ('event' in data) listener.onEvent(data.event)
    else listener.onOpen(data.isOpen)
  })
  worker.port.start()
  return () => leave()
}
