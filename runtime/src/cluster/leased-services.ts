import type { StepServices } from '../kit/node.ts'
import type { Lease } from './lease.ts'

type Outside = Pick<StepServices, 'web' | 'channels'>

/** The ways out, each passable only while the runs of this process are certainly its own. */
export function withLease({ web, channels }: Outside, lease: Lease): Outside {
  return {
    web: {
      async request(request) {
        lease.require()
        return web.request(request)
      },
    },
    channels: {
      ...channels,
      async send(message, signal) {
        lease.require()
        return channels.send(message, signal)
      },
    },
  }
}
