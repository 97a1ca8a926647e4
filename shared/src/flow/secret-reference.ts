import type { SecretReference } from './schema.ts'

/** Whether a value of the inputs is a sealed secret. */
export function isSecretReference(value: unknown): value is SecretReference {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    '$secret' in value &&
    typeof value.$secret === 'string'
  )
}
