import { onTestFinished } from 'vitest'
import { createAccountRepository } from '../../src/accounts/account-repository.ts'
import { createAccountTokens } from '../../src/accounts/oauth/account-tokens.ts'
import { createAccountTokenRepository } from '../../src/accounts/oauth/token-repository.ts'
import type { WatsonProperties } from '../../src/integrations/watson/account.ts'
import type { WatsonCall } from '../../src/integrations/watson/calls.ts'
import { iamClient } from '../../src/integrations/watson/oauth.ts'
import { createSessionRepository, type WatsonTables } from '../../src/integrations/watson/session-repository.ts'
import { secretKeyOf } from '../../src/platform/secrets/secret-key.ts'
import type { Database } from '../../src/store/database.ts'
import { ownTables } from '../../src/store/own-tables.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { startWatson, watsonProperties } from '../stand-ins/watson.ts'
import { webClient } from './outside-calls.ts'

export type WatsonCase = Awaited<ReturnType<typeof watsonCase>>

/** Watson's stand-in with an account of it, whose tokens and sessions are in this database. It ends with the test. */
export async function watsonCase(database: Database, change: Partial<WatsonProperties> = {}) {
  const service = await startWatson()
  onTestFinished(() => service.close())
  const properties: WatsonProperties = { ...watsonProperties, serviceUrl: service.origin, ...change }
  const accountId = uuidv7()
  const stamp = { createdAt: new Date(), modifiedAt: new Date(), modifiedBy: 'test' }
  const record = { id: accountId, type: 'watson', name: 'Hotel', identity: null, properties: {}, secrets: {}, ...stamp }
  await createAccountRepository(database.kysely).create(record)
  const web = webClient()
  const client = iamClient(properties, service.origin)
  let passedMs = 0
  const accountTokens = createAccountTokens({
    tokens: createAccountTokenRepository(database.kysely),
    oauthOf: async () => client && { name: 'Hotel', client },
    web,
    key: secretKeyOf('a key for tests'),
    hide: (_accountId, text) => text,
    reportLoss: async () => ({ enter: async () => undefined, wake: () => undefined }),
    now: () => new Date(Date.now() + passedMs),
    onError: (error) => {
      throw error
    },
  })
  return {
    service,
    accountId,
    properties,
    accountTokens,
    sessions: createSessionRepository(ownTables<WatsonTables>(database)),
    /** Lets so much time pass for the tokens. */
    pass(ms: number) {
      passedMs += ms
    },
    call: (): WatsonCall => ({
      ...{ web, accountTokens, accountId, properties },
      signal: new AbortController().signal,
      deadlineMs: performance.now() + 5_000,
    }),
  }
}
