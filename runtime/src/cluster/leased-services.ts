import type { StepServices } from '../kit/node.ts'
import type { Lease } from './lease.ts'

type Outside = Pick<StepServices, 'web' | 'messages'>

/** The ways out, each passable only while the runs of this process are certainly its own. */
export function withLease({ web, messages }: Outside, lease: Lease): Outside {
  return {
    web: {
      async request(request) {
        lease.require()
        return web.request(request)
      },
    },
    messages: {
      ...messages,
      async send(message, signal) {
        lease.require()
        return messages.send(message, signal)
      },
    },
  }
}
