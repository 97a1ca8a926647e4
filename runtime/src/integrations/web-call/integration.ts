import { defineIntegration } from '../../kit/integration.ts'
import { oauthClientOf, webCallAccount } from '../../web-call/index.ts'
import { checkWebAccount } from './check.ts'
import { webAccountStatus } from './status.ts'

/** Accounts of any web service. External Web Call names them; this room is their page. */
export const webCall = defineIntegration({
  account: webCallAccount,
  create: (host) => ({
    check: (account, { signal }) => checkWebAccount(host, account, signal),
    status: async ({ properties }) => webAccountStatus(properties),
    oauth: ({ properties }) => oauthClientOf(properties),
  }),
})
