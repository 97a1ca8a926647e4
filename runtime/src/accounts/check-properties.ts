import type { AccountDefinition } from '@patchbay/shared/api'
import { AppError, type FieldError } from '@patchbay/shared/errors'
import { isSecretReference, walkInputs, withDefaults } from '@patchbay/shared/flow'
import { isRecord } from '../platform/is-record.ts'
import { createCheck } from '../platform/validation/check.ts'
import type { StoredSecrets } from '../store/schema/tables.ts'

type Properties = Readonly<Record<string, unknown>>

/**
 * The properties with defaults, validated. A kept secret (given as a reference, or absent while one is stored) counts
 * as valid, and an empty text as missing.
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
  const isKept = (name: string) =>
    Object.hasOwn(stored, name) && (given[name] === undefined || isSecretReference(given[name]))
  const found = checked.ok ? [] : checked.errors
  const missing = missingOf(definition, given).filter(({ path }) => found.every((error) => error.path !== path))
  const errors = [...found, ...missing]
    .filter(({ path }) => !isKept(path))
    .map(({ path, message }) => ({ path: joinPath(path), message }))
  if (errors.length === 0) return given
  throw invalidProperties(errors)
}

export function invalidProperties(errors: readonly FieldError[]): AppError {
  const first = errors[0]
  return new AppError('INVALID_INPUT', first === undefined ? 'Not valid.' : `${first.path}: ${first.message}`, {
    errors,
  })
}

/** Properties that are empty and needed for what was chosen in others. */
function missingOf(definition: AccountDefinition, given: Properties): readonly FieldError[] {
  const errors: FieldError[] = []
  walkInputs(definition.properties, given, ({ schema, path, value, visible, required }) => {
    if (!visible || !required || (value !== undefined && value !== '')) return
    const message = schema['x-ui']?.emptyMessage ?? `${schema.title ?? path.join('.')} is empty`
    errors.push({ path: path.join('.'), message })
  })
  return errors
}

function joinPath(path: string): string {
  if (path === '') return 'properties'
  return path.startsWith('[') ? `properties${path}` : `properties.${path}`
}
