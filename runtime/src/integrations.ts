import { type AccountRepository, createAccountRepository } from './accounts/account-repository.ts'
import { type AccountSignIn, createAccountSignIn } from './accounts/account-sign-in.ts'
import { accountUses } from './accounts/account-uses.ts'
import type { Accounts } from './accounts/accounts.ts'
import { createAccounts } from './accounts/accounts.ts'
import type { NodeRegistry } from './engine/node-registry.ts'
import { accountTypes } from './integrations/index.ts'
import { createZapierOutlet } from './integrations/zapier/create-outlet.ts'
import { createZapierDeliveries } from './integrations/zapier/deliveries.ts'
import { createZapierDeliveryRepository } from './integrations/zapier/delivery-repository.ts'
import { createZapierFeed, type ZapierFeed } from './integrations/zapier/feed.ts'
import { createZapierFeedRepository } from './integrations/zapier/feed-repository.ts'
import type { ZapierOutlet } from './integrations/zapier/outlet.ts'
import { createZapierReports } from './integrations/zapier/reports.ts'
import { createZapierUpkeep } from './integrations/zapier/upkeep.ts'
import type { NumberRepository } from './messaging/address-repository.ts'
import type { WebClient } from './platform/egress/web-client.ts'
import type { Worker } from './platform/queue/job.ts'
import type { Queue } from './platform/queue/queue.ts'
import type { SecretKey } from './platform/secrets/secret-key.ts'
import type { Database } from './store/database.ts'
import type { FlowRepository } from './store/repositories/flow-repository.ts'

export interface IntegrationsOptions {
  readonly database: Database
  readonly queue: Queue
  readonly web: WebClient
  readonly key: SecretKey
  readonly now: () => Date
  readonly registry: NodeRegistry
  readonly flows: Pick<FlowRepository, 'live'>
  readonly numbers: Pick<NumberRepository, 'ofAccount'>
}

/** Integration accounts and what hangs on them. Part of the composition root, apart from it for its length only. */
export interface Integrations {
  readonly accounts: Accounts
  readonly accountRepository: AccountRepository
  readonly accountSignIn: AccountSignIn
  readonly zapierOutlet: ZapierOutlet
  readonly zapierFeed: ZapierFeed
  /** What the queue works on for them. */
  readonly workers: readonly Worker[]
}

export function createIntegrations(options: IntegrationsOptions): Integrations {
  const { database, queue, web, key, now, registry, flows } = options
  const accounts = createAccountRepository(database.kysely)
  const feeds = createZapierFeedRepository(database.kysely)
  const repository = createZapierDeliveryRepository(database.kysely)
  const accountSignIn = createAccountSignIn(accounts)
  const deliveries = createZapierDeliveries({ database, repository, queue, web, key, now })
  /** Names of the live flows that use an account. */
  const flowsUsing = async (accountId: string): Promise<readonly string[]> => {
    const live = await flows.live()
    const using = live.filter(({ document }) =>
      accountUses(document, registry).some((use) => use.accountId === accountId),
    )
    return using.map(({ name }) => name)
  }
  const zapier = createZapierReports({ feeds, deliveries: repository, now })
  return {
    accounts: createAccounts({
      accounts,
      types: accountTypes,
      key,
      context: { web, zapier, now },
      flowsUsing,
      numbersOf: options.numbers.ofAccount,
      now,
    }),
    accountRepository: accounts,
    accountSignIn,
    zapierOutlet: createZapierOutlet({ database, accounts, feeds, repository, deliveries, queue, key, now }),
    zapierFeed: createZapierFeed({ accountSignIn, feeds, deliveries: repository, key, now }),
    workers: [deliveries.worker, createZapierUpkeep({ feeds, deliveries: repository, queue, now })],
  }
}
