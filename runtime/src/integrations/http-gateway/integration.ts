import { defineIntegration } from '../../kit/integration.ts'
import { httpGatewayAccount } from './account.ts'
import { gatewayCallback } from './callback.ts'
import { createHttpGatewayChannel } from './channel.ts'
import { checkGateway } from './check.ts'

/** Gateways that companies run themselves, over the HTTP of docs/http-gateway.md. */
export const httpGateway = defineIntegration({
  account: httpGatewayAccount,
  create: (host) => ({
    check: ({ properties }, { signal }) => checkGateway(properties, { web: host.web, now: host.now, signal }),
    channel: createHttpGatewayChannel(host),
    callback: gatewayCallback,
  }),
})
