import type { Option } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { AccountRecord, AccountRepository } from '../accounts/account-repository.ts'
import type { OpenAccounts } from '../accounts/open-accounts.ts'
import type { IntegrationParts } from '../kit/integration.ts'
import type { MessageTemplate } from '../kit/message-template.ts'
import { type OptionSource, pageOfOptions } from '../kit/options.ts'

/** How many accounts are asked. */
const MOST_ACCOUNTS = 20
/** Longest text of a template beside its name. */
const LONGEST_TEXT = 80
/** Shorter than the time for the whole list, so that one service that hangs does not hide the others. */
const TIMEOUT_MS = 6_000

export interface TemplateChoicesOptions {
  readonly accounts: Pick<AccountRepository, 'list'>
  readonly openAccounts: Pick<OpenAccounts, 'openRecord' | 'mask'>
  /** By account type. */
  readonly templatesOf: ReadonlyMap<string, NonNullable<IntegrationParts['templates']>>
  /** For each account. Injectable in tests. */
  readonly timeoutMs?: number
}

/** The approved messages of all accounts that have some, for Send Message. A service that fails does not hide the others. */
export function createTemplateChoices(options: TemplateChoicesOptions): OptionSource {
  const { accounts, openAccounts, templatesOf, timeoutMs = TIMEOUT_MS } = options

  async function ofAccount(record: AccountRecord, signal: AbortSignal): Promise<readonly Option[]> {
    const account = openAccounts.openRecord(record)
    if (account === undefined) return []
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      const templates = await templatesOf.get(record.type)?.(account, { signal: AbortSignal.any([signal, limit]) })
      return openAccounts.mask(record.id).hide((templates ?? []).map((template) => optionOf(template, record.name)))
    } catch (error) {
      if (!limit.aborted) throw error
      throw new AppError('TIMEOUT', `${record.name} gave no approved messages in time. Try again.`, { cause: error })
    }
  }

  return async (query, { signal }) => {
    const lists = [...templatesOf.keys()].map((type) => accounts.list({ type, limit: MOST_ACCOUNTS }))
    const records = (await Promise.all(lists)).flatMap(({ items }) => items).slice(0, MOST_ACCOUNTS)
    const asked = await Promise.allSettled(records.map((record) => ofAccount(record, signal)))
    const found = asked.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []))
    const failed = asked.find((outcome) => outcome.status === 'rejected')
    if (found.length === 0 && failed !== undefined) throw failed.reason
    return pageOfOptions(found, query)
  }
}

function optionOf({ name, title = name, language, text = '', gaps }: MessageTemplate, account: string): Option {
  const words = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
  return {
    value: name,
    label: `${title} (${language})`,
    description: [account, words].filter((part) => part !== '').join(': '),
    fills: { language, parameters: Array.from({ length: gaps }, () => ({ value: '' })) },
  }
}
