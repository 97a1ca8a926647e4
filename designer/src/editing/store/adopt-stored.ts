import type { Flow } from '@patchbay/shared/flow'
import { isSecretReference } from '@patchbay/shared/flow'

/**
 * `current` with the sealed references that the server put where `sent` held a secret in plain text. A secret
 * that was typed anew while the save was under way stays as typed. Parts without a change keep their identity,
 * so nothing on the board is drawn again.
 */
export function adoptStored(current: Flow, sent: Flow, stored: Flow): Flow {
  // The walk only replaces leaves, so the shape stays that of a flow.
  return adopt(current, sent, stored) as Flow
}

function adopt(current: unknown, sent: unknown, stored: unknown): unknown {
  if (isSecretReference(stored)) return current === sent ? stored : current
  if (Array.isArray(current) && Array.isArray(sent) && Array.isArray(stored)) {
    const next = current.map((item, index) => adopt(item, sent[index], stored[index]))
    return next.some((item, index) => item !== current[index]) ? next : current
  }
  if (isRecord(current) && isRecord(sent) && isRecord(stored)) {
    let next = current
    for (const [key, value] of Object.entries(current)) {
      const adopted = adopt(value, sent[key], stored[key])
      if (adopted !== value) next = { ...next, [key]: adopted }
    }
    return next
  }
  return current
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
