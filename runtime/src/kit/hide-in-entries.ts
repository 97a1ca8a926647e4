import type { Mask } from '../platform/secrets/mask.ts'

/** Entries without the secrets that a service repeats. Their ids stay: they go back to the service as they came. */
export function hideInEntries<Entry extends { readonly id: string }>(
  entries: readonly Entry[],
  mask: Pick<Mask, 'hide'>,
): readonly Entry[] {
  return entries.map((entry) => {
    const shown = Object.entries(entry).map(([key, value]) => [key, key === 'id' ? value : mask.hide(value)])
    return { ...entry, ...Object.fromEntries(shown) }
  })
}
