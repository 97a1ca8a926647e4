import type { KeepingServices } from '../messaging/keeping-sender.ts'
import type { HoldingWebClient } from '../platform/egress/web-client.ts'
import type { Lease } from './lease.ts'

type Outside = { readonly web: HoldingWebClient } & KeepingServices

/** Outside services that can be called only while the runs of this process certainly belong to it. */
export function withLease({ web, messages }: Outside, lease: Lease): Outside {
  return {
    web: {
      release: web.release,
      async request(request) {
        lease.require()
        return web.request(request)
      },
    },
    messages: {
      ...messages,
      async send(message, signal, keep) {
        lease.require()
        return messages.send(message, signal, keep)
      },
    },
  }
}
