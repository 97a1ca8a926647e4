import { accountOptions } from '@patchbay/shared/nodes'
import { createAccountChoices } from '../accounts/account-choices.ts'
import type { AccountRepository } from '../accounts/account-repository.ts'
import type { NodeSource } from '../engine/node-registry.ts'
import type { Integration, IntegrationParts } from '../kit/integration.ts'
import type { NodeModule } from '../kit/node.ts'

/** An integration with what it offers. */
export interface Made {
  readonly integration: Integration
  readonly parts: IntegrationParts
}

/** The integrations that are data, as they were last read. */
export interface ImportedParts {
  of(accountType: string): Made | undefined
  all(): readonly Made[]
  /** Their actions. Reading them reads the integrations anew. */
  readonly source: NodeSource
}

export interface ImportedOptions {
  readonly accounts: Pick<AccountRepository, 'list'>
  /** The same object for an integration that has not changed. */
  readonly read: () => Promise<readonly Integration[]>
  readonly make: (integration: Integration) => Made
  /** Called after a reading that has found other integrations than the one before. */
  readonly onChange: () => void
}

interface Imported extends Made {
  readonly modules: readonly NodeModule[]
}

export function createImported({ accounts, read, make, onChange }: ImportedOptions): ImportedParts {
  /** By account type. */
  let imported: ReadonlyMap<string, Imported> = new Map()

  async function readAgain(): Promise<readonly NodeModule[]> {
    const integrations = await read()
    const before = imported
    imported = new Map(
      integrations.map((integration) => {
        const known = before.get(integration.id)
        return [integration.id, known?.integration === integration ? known : makeImported(integration)]
      }),
    )
    const isSame = imported.size === before.size && [...imported].every(([id, one]) => before.get(id) === one)
    if (!isSame) onChange()
    return [...imported.values()].flatMap(({ modules }) => modules)
  }

  /** Its actions bring the choice of its accounts. */
  function makeImported(integration: Integration): Imported {
    const made = make(integration)
    const choices = createAccountChoices(accounts, [integration.account])
    const source = accountOptions(integration.account.id)
    const options = Object.fromEntries(Object.entries(choices).filter(([name]) => name === source))
    return { ...made, modules: (made.parts.actions ?? []).map((action) => ({ ...action, options })) }
  }

  return {
    of: (accountType) => imported.get(accountType),
    all: () => [...imported.values()],
    source: { id: 'imported integrations', read: readAgain },
  }
}
