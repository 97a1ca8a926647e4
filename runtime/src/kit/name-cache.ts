import type { ServiceAnswer } from './service-call.ts'
import { fieldOf, textOf } from './values.ts'

const MOST_NAMES = 10_000

/** Returns the name of a contact, which `ask` finds out once as long as the process remembers it. */
export type NameCache = (contact: string, ask: () => Promise<string>) => Promise<string>

/**
 * For services that give names only when asked. While asking fails, the name is empty, because the message counts without,
 * and the next message asks again.
 */
export function createNameCache(): NameCache {
  const names = new Map<string, string>()
  return async (contact, ask) => {
    const known = names.get(contact)
    if (known !== undefined) return known
    const name = await ask().catch(() => undefined)
    if (name === undefined) return ''
    if (names.size >= MOST_NAMES) names.clear()
    names.set(contact, name)
    return name
  }
}

/**
 * The name in an answer. A service that refuses has none for us, and is not asked with every message.
 * @throws Error when it may say so later
 */
export function nameIn({ isOk, statusCode, body }: ServiceAnswer, field: string): string {
  if (statusCode === 429 || statusCode >= 500) throw new Error(`The service answered ${statusCode}.`)
  return isOk ? textOf(fieldOf(body, field)) : ''
}
