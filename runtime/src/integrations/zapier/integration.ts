import { AppError } from '@patchbay/shared/errors'
import { defineIntegration, type IntegrationHost } from '../../kit/integration.ts'
import { type ZapierProperties, zapierAccount } from './account.ts'
import { createZapierInvoke } from './actions/zapier-invoke/run.ts'
import { checkZapier } from './check.ts'
import { createZapierOutlet } from './create-outlet.ts'
import { createZapierDeliveries } from './deliveries.ts'
import { createZapierDeliveryRepository } from './delivery-repository.ts'
import { eraseFromZapier } from './erase-contact.ts'
import { createZapierFeed } from './feed.ts'
import { createZapierFeedRepository } from './feed-repository.ts'
import { createZapierStatus } from './reports.ts'
import { createZapierRoutes } from './routes.ts'
import type { ZapierTables } from './tables.ts'
import { createZapierUpkeep } from './upkeep.ts'

/** Zaps read the items of Zapier Invoke, at once or by polling, and start flows. */
export const zapier = defineIntegration({
  account: zapierAccount,
  create(host) {
    const { web, queue, now } = host
    const tables = host.tables<ZapierTables>()
    const feeds = createZapierFeedRepository(tables)
    const repository = createZapierDeliveryRepository(tables)
    const deliveries = createZapierDeliveries({ host, repository })
    const outlet = createZapierOutlet({ host, feeds, repository, deliveries })
    const status = createZapierStatus({ feeds, deliveries: repository, now })
    return {
      check: async ({ id }, call) => checkZapier({ ...call, web, lastPoll: await feeds.lastPoll(id) }),
      status: ({ id }) => status(id),
      actions: [createZapierInvoke(outlet)],
      jobs: [deliveries.worker, createZapierUpkeep({ feeds, deliveries: repository, queue, now })],
      routes: createZapierRoutes(createZapierFeed({ host, feeds, deliveries: repository }), host.clock),
      signInToStart: (credentials) => signInToStart(host, credentials),
      backlog: repository.backlog,
      eraseContact: eraseFromZapier,
    }
  },
})

/** An account lets its Zaps start flows, unless its settings forbid it. */
async function signInToStart(
  { accounts }: IntegrationHost<ZapierProperties>,
  credentials: Parameters<typeof accounts.signIn>[0],
) {
  const account = await accounts.signIn(credentials)
  if (account?.properties.startFlows !== false) return account
  throw new AppError('FORBIDDEN', `Switch on "Zaps may start flows" in the account "${account.name}".`)
}
