import type { AccountDefinition } from '@patchbay/shared/api'
import { AppError, type FieldError } from '@patchbay/shared/errors'
import { isSecretReference, ownValue, titleOf, walkInputs, withDefaults } from '@patchbay/shared/flow'
import { isRecord } from '../platform/is-record.ts'
import { createCheck } from '../platform/validation/check.ts'
import { withLabel } from '../platform/validation/field-error.ts'
import type { StoredSecrets } from '../store/schema/tables.ts'
import { withoutAllChoices } from './choices.ts'

type Properties = Readonly<Record<string, unknown>>

/**
 * The properties with defaults, validated, and without lists of all choices. A kept secret (given as a reference, or absent
 * while one is stored) counts as valid, and an empty text as missing.
 * @throws AppError INVALID_INPUT naming each property that is not valid
 */
export function checkProperties(
  definition: AccountDefinition,
  properties: Properties,
  stored: StoredSecrets = {},
): Properties {
  const complete: unknown = withDefaults(definition.properties, properties)
  const given = isRecord(complete) ? complete : {}
  const plain = Object.entries(given).filter(([, value]) => !isSecretReference(value) && value !== '')
  const checked = createCheck(definition.properties)(Object.fromEntries(plain))
  const isKept = (name: string) => {
    const value = ownValue(given, name)
    return Object.hasOwn(stored, name) && (value === undefined || isSecretReference(value))
  }
  const { titles, missing } = readForm(definition, given)
  const found = (checked.ok ? [] : checked.errors).map(({ path, message }) => ({
    path,
    message: withLabel(titles.get(path) ?? path, message),
  }))
  const errors = [...found, ...missing.filter(({ path }) => found.every((error) => error.path !== path))]
    .filter(({ path }) => !isKept(path))
    .map(({ path, message }) => ({ path: joinPath(path), message }))
  if (errors.length === 0) return withoutAllChoices(definition, given)
  throw invalidProperties(errors)
}

export function invalidProperties(errors: readonly FieldError[]): AppError {
  const first = errors[0]
  return new AppError('INVALID_INPUT', first === undefined ? 'Not valid.' : `${first.path}: ${first.message}`, {
    errors,
  })
}

/** What the form calls each property, and which are empty and needed for what was chosen in others. */
function readForm(definition: AccountDefinition, given: Properties) {
  const titles = new Map<string, string>()
  const missing: FieldError[] = []
  walkInputs(definition.properties, given, ({ schema, path: place, value, visible, required }) => {
    const path = place.join('.')
    const title = titleOf(schema, place)
    titles.set(path, title)
    if (!visible || !required || (value !== undefined && value !== '')) return
    missing.push({ path, message: schema['x-ui']?.emptyMessage ?? `${title} is empty` })
  })
  return { titles, missing }
}

function joinPath(path: string): string {
  if (path === '') return 'properties'
  return path.startsWith('[') ? `properties${path}` : `properties.${path}`
}
