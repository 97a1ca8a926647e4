import {
  type AccountAgent,
  type AccountAgents,
  type AccountAgentsQuery,
  isUuid,
  type MatchAgent,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { AccountRepository } from '../accounts/account-repository.ts'
import type { PageRequest } from '../services/page.ts'
import { toPage } from '../store/paging.ts'
import type { AgentRepository } from './agent-repository.ts'

/** The people who work in the services of accounts, and which users they are. */
export interface AccountAgentService {
  /** @throws AppError ACCOUNT_NOT_FOUND */
  list(accountId: string, state: AccountAgentsQuery['state'], page: PageRequest): Promise<AccountAgents>
  /** No synchronization changes what is said here. @throws AppError ACCOUNT_NOT_FOUND, NOT_FOUND, INVALID_INPUT */
  match(accountId: string, externalId: string, match: MatchAgent): Promise<AccountAgent>
}

export interface AccountAgentOptions {
  readonly agents: AgentRepository
  readonly accounts: Pick<AccountRepository, 'find'>
}

export function createAccountAgents({ agents, accounts }: AccountAgentOptions): AccountAgentService {
  async function requireAccount(id: string): Promise<void> {
    if (isUuid(id) && (await accounts.find(id)) !== undefined) return
    throw new AppError('ACCOUNT_NOT_FOUND', 'There is no such account.')
  }

  return {
    async list(accountId, state, page) {
      await requireAccount(accountId)
      const rows = await agents.list(accountId, state, { ...page, limit: page.limit + 1 })
      return {
        ...toPage(rows, page.limit, ({ externalId }) => externalId),
        counts: await agents.counts(accountId),
      }
    },
    async match(accountId, externalId, match) {
      await requireAccount(accountId)
      await agents.match(accountId, externalId, match)
      const agent = await agents.find(accountId, externalId)
      if (agent === undefined) throw new AppError('NOT_FOUND', 'The account has no such agent.')
      return agent
    },
  }
}
