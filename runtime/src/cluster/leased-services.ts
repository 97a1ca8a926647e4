import type { KeepingSender, KeepingServices } from '../messaging/keeping-sender.ts'
import type { HoldingWebClient } from '../platform/egress/web-client.ts'
import type { Lease } from './lease.ts'

type Outside = { readonly web: HoldingWebClient } & KeepingServices

/** Outside services that can be called only while the runs of this process certainly belong to it. */
export function withLease({ web, messages }: Outside, lease: Lease): Outside {
  const leased = (sender: KeepingSender): KeepingSender => ({
    ...sender,
    async send(message, signal, keep) {
      lease.require()
      return sender.send(message, signal, keep)
    },
    forTest: (flowId) => leased(sender.forTest(flowId)),
  })
  return {
    web: {
      release: web.release,
      async request(request) {
        lease.require()
        return web.request(request)
      },
    },
    messages: leased(messages),
  }
}
