// A file of its own: what the browser imports as a value must not bring the schema builder with it.

import type { Address } from './addresses.ts'

/** The same text for the same address, for maps and sets. */
export function addressKey({ channel, value }: Address): string {
  return `${channel} ${value}`
}
