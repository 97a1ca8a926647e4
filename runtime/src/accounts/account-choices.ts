import type { AccountDefinition, Option } from '@patchbay/shared/api'
import { accountOptions } from '@patchbay/shared/nodes'
import { ANY_BOT } from '../kit/bot.ts'
import { type OptionSource, pageOfOptions } from '../kit/options.ts'
import type { AccountRepository } from './account-repository.ts'
import { allAccounts } from './all-accounts.ts'

/**
 * The sources of account inputs, one for each type that people can create accounts of: names by id. One more has the
 * accounts of all services with a bot.
 */
export function createAccountChoices(
  accounts: Pick<AccountRepository, 'list'>,
  definitions: readonly AccountDefinition[],
): Readonly<Record<string, OptionSource>> {
  async function allOf({ id: type }: Pick<AccountDefinition, 'id'>): Promise<readonly Option[]> {
    return (await allAccounts(accounts, type)).map(({ id, name }) => ({ value: id, label: name }))
  }

  async function withBot(): Promise<readonly Option[]> {
    const types = definitions.filter(({ capabilities }) => capabilities.bot === true)
    const all = await Promise.all(
      types.map(async (type) => (await allOf(type)).map((option) => ({ ...option, description: type.title }))),
    )
    return all.flat()
  }

  const creatable = definitions.filter(({ capabilities }) => capabilities.create)
  return {
    ...Object.fromEntries(
      creatable.map((type): [string, OptionSource] => [
        accountOptions(type.id),
        async (query) => pageOfOptions(await allOf(type), query),
      ]),
    ),
    [accountOptions(ANY_BOT)]: async (query) => pageOfOptions(await withBot(), query),
  }
}
