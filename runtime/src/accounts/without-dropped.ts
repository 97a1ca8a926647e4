import type { AccountDefinition } from '@patchbay/shared/api'
import { type InputSchema, itemSchemaOf, propertiesOf } from '@patchbay/shared/flow'
import type { AccountRecord } from './account-repository.ts'

type Properties = Readonly<Record<string, unknown>>

/**
 * Properties without what the type of the account no longer has: a newer manifest may drop fields, and choices of a list.
 * @param stored the account. What it never had stays, so that the schema refuses it.
 */
export function withoutDropped(
  definition: AccountDefinition,
  given: Properties,
  { properties, secrets }: Pick<AccountRecord, 'properties' | 'secrets'>,
): Properties {
  const known = new Map(propertiesOf(definition.properties))
  const isStored = (name: string) => Object.hasOwn(properties, name) || Object.hasOwn(secrets, name)
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => {
      const schema = known.get(name)
      if (schema === undefined) return isStored(name) ? [] : [[name, value]]
      return [[name, withoutDroppedChoices(schema, value, properties[name])]]
    }),
  )
}

function withoutDroppedChoices(schema: InputSchema, value: unknown, stored: unknown): unknown {
  const items: object = itemSchemaOf(schema) ?? {}
  const choices = 'enum' in items ? items.enum : undefined
  if (!Array.isArray(choices) || !Array.isArray(value) || !Array.isArray(stored)) return value
  return value.filter((choice) => choices.includes(choice) || !stored.includes(choice))
}
