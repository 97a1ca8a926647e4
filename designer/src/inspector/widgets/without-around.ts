import type { UiHints } from '@patchbay/shared/nodes'

/** The value in a text that has the prefix and the suffix around it, as people copy it. Undefined for any other text. */
export function withoutAround(text: string, hints: Pick<UiHints, 'prefix' | 'suffix'>): string | undefined {
  const { prefix = '', suffix = '' } = hints
  // Browsers copy the address of whatever page is open: only its host counts where the value is a part of that.
  const isInHost = /^https?:\/\/[^/]*$/i.test(prefix) && suffix !== ''
  const whole = isInHost ? upToPath(text.trim()) : text.trim()
  const end = isInHost ? upToPath(suffix) : suffix
  const around = prefix.length + end.length
  if (around === 0 || whole.length <= around) return undefined
  if (!whole.startsWith(prefix) || !whole.endsWith(end)) return undefined
  return whole.slice(prefix.length, whole.length - end.length)
}

/** An address, or the end of one, without path, query and hash. */
function upToPath(address: string): string {
  return /^(?:https?:\/\/)?[^/?#]*/i.exec(address)?.[0] ?? address
}
