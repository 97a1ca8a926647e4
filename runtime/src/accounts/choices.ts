import type { AccountDefinition } from '@patchbay/shared/api'
import { wordIn } from '@patchbay/shared/bridges'
import { type InputSchema, itemSchemaOf, propertiesOf, withDefaults } from '@patchbay/shared/flow'

type Properties = Readonly<Record<string, unknown>>

/** What a list of choices may hold. Undefined for any other property. */
export function choicesOf(schema: InputSchema): readonly string[] | undefined {
  const items: object = itemSchemaOf(schema) ?? {}
  const choices: unknown = 'enum' in items ? items.enum : undefined
  return Array.isArray(choices) ? choices.filter((choice) => typeof choice === 'string') : undefined
}

/** Properties whose choices are spelled as the type has them now: a newer one may differ in letter case alone. */
export function withChoicesAsSpelled({ properties: schema }: AccountDefinition, properties: Properties): Properties {
  const spelled = propertiesOf(schema).flatMap(([name, property]): [string, unknown][] => {
    const [choices, value] = [choicesOf(property), properties[name]]
    if (choices === undefined || !Array.isArray(value)) return []
    const words = value.map((word: unknown) => (typeof word === 'string' ? (wordIn(choices, word) ?? word) : word))
    return [[name, [...new Set(words)]]]
  })
  return { ...properties, ...Object.fromEntries(spelled) }
}

/**
 * Properties without a list that holds all of its choices, where that is how it begins: all is stored as no choice, so that
 * what a newer type has besides comes along.
 */
export function withoutAllChoices({ properties: schema }: AccountDefinition, properties: Properties): Properties {
  const atFirst = withDefaults(schema, {})
  const all = propertiesOf(schema).flatMap(([name, property]) => {
    const choices = choicesOf(property)
    return choices !== undefined && [atFirst, properties].every((given) => holdsAll(given[name], choices)) ? [name] : []
  })
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !all.includes(name)))
}

function holdsAll(value: unknown, list: readonly unknown[]): boolean {
  return Array.isArray(value) && list.every((one) => value.includes(one))
}
