import type { AccountDefinition, Option } from '@patchbay/shared/api'
import { accountOptions } from '@patchbay/shared/nodes'
import { type OptionSource, pageOfOptions } from '../kit/options.ts'
import type { AccountRepository } from './account-repository.ts'

const READ_AT_ONCE = 500

/** The sources of account inputs, one for each type that people can create accounts of: names by id. */
export function createAccountChoices(
  accounts: Pick<AccountRepository, 'list'>,
  definitions: readonly AccountDefinition[],
): Readonly<Record<string, OptionSource>> {
  async function allOf(type: string): Promise<readonly Option[]> {
    const options: Option[] = []
    let after: string | null = null
    do {
      const page = await accounts.list({ type, limit: READ_AT_ONCE, ...(after === null ? {} : { after }) })
      options.push(...page.items.map(({ id, name }) => ({ value: id, label: name })))
      after = page.next
    } while (after !== null)
    return options
  }

  const creatable = definitions.filter(({ capabilities }) => capabilities.create)
  return Object.fromEntries(
    creatable.map(({ id }): [string, OptionSource] => [
      accountOptions(id),
      async (query) => pageOfOptions(await allOf(id), query),
    ]),
  )
}
