import { openEventStream, type StreamListener } from './event-stream.ts'
import type { WorkerMessage } from './shared-stream.ts'

/**
 * Runs once for all tabs of a browser and holds their one event stream. Over HTTP/1.1 a browser has six connections
 * to a server in all: with a stream for each tab, six tabs leave none for a save.
 */

const pages = new Set<MessagePort>()
let isOpen = false
let close: (() => void) | null = null

addEventListener('connect', (event) => {
  const page = event instanceof MessageEvent ? event.ports[0] : undefined
  if (page === undefined) return
  // A page says one thing only: that it leaves.
  page.addEventListener('message', () => leave(page))
  page.start()
  pages.add(page)
  if (isOpen) page.postMessage({ isOpen } satisfies WorkerMessage)
  close ??= openEventStream(toAllPages)
})

const toAllPages: StreamListener = {
  onOpen(next) {
    isOpen = next
    send({ isOpen })
  },
  onEvent: (event) => send({ event }),
}

function send(message: WorkerMessage): void {
  for (const page of pages) page.postMessage(message)
}

function leave(page: MessagePort): void {
  pages.delete(page)
  if (pages.size > 0) return
  close?.()
  close = null
  isOpen = false
}
