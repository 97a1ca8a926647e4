import type { UiHints } from '@patchbay/shared/nodes'

/** The value in a text that has the prefix and the suffix around it, as people copy it. Undefined for any other text. */
export function withoutAround(
  text: string,
  { prefix = '', suffix = '' }: Pick<UiHints, 'prefix' | 'suffix'>,
): string | undefined {
  const whole = text.trim()
  const around = prefix.length + suffix.length
  if (around === 0 || whole.length <= around) return undefined
  if (!whole.startsWith(prefix) || !whole.endsWith(suffix)) return undefined
  return whole.slice(prefix.length, whole.length - suffix.length)
}
