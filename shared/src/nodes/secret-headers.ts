import type { SecretHints } from './ui-schema.ts'

/** Headers that carry a credential by their definition. */
const credentialHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie'])

/** Parts of a header's name that tell of a credential, such as `X-Api-Key` or `X-Auth-Token`. */
const telltaleParts = ['key', 'token', 'secret', 'password']

/** Whether the value of a header of this name is kept secret unless the builder says otherwise. */
export function isSecretHeaderName(name: string): boolean {
  const lower = name.trim().toLowerCase()
  return credentialHeaders.has(lower) || telltaleParts.some((part) => lower.includes(part))
}

/**
 * Whether a string with these `x-secret` hints is a secret, given the properties beside it: what the builder
 * chose, and where nothing was chosen the rule by name.
 */
export function isSecretValue(
  hints: SecretHints | undefined,
  siblings: Readonly<Record<string, unknown>> | undefined,
): boolean {
  if (hints === undefined) return false
  if (hints === true) return true
  const chosen = siblings?.[hints.whenSibling]
  if (typeof chosen === 'boolean') return chosen
  const name = hints.orNamedBy === undefined ? undefined : siblings?.[hints.orNamedBy]
  return typeof name === 'string' && isSecretHeaderName(name)
}
