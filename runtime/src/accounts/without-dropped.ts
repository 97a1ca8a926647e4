import type { AccountDefinition } from '@patchbay/shared/api'
import { propertiesOf } from '@patchbay/shared/flow'
import type { AccountRecord } from './account-repository.ts'
import { choicesOf, withChoicesAsSpelled } from './choices.ts'

type Properties = Readonly<Record<string, unknown>>

/**
 * Properties without what the type of the account no longer has: a newer manifest may drop fields, and choices of a list.
 * @param stored the account. What it never had stays, so that the schema refuses it.
 */
export function withoutDropped(
  definition: AccountDefinition,
  given: Properties,
  { properties: stored, secrets }: Pick<AccountRecord, 'properties' | 'secrets'>,
): Properties {
  const properties = withChoicesAsSpelled(definition, stored)
  const known = new Map(propertiesOf(definition.properties))
  const isStored = (name: string) => Object.hasOwn(properties, name) || Object.hasOwn(secrets, name)
  return Object.fromEntries(
    Object.entries(withChoicesAsSpelled(definition, given)).flatMap(([name, value]) => {
      const schema = known.get(name)
      if (schema === undefined) return isStored(name) ? [] : [[name, value]]
      return [[name, withoutDroppedChoices(choicesOf(schema), value, properties[name])]]
    }),
  )
}

function withoutDroppedChoices(choices: readonly string[] | undefined, value: unknown, stored: unknown): unknown {
  if (choices === undefined || !Array.isArray(value) || !Array.isArray(stored)) return value
  return value.filter((choice) => choices.includes(choice) || !stored.includes(choice))
}
