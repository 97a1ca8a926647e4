import type { ChannelKind } from '@patchbay/shared/nodes'
import { channelMonograms } from './texts/channels.ts'

/** `SMS`, `WA`, `PI`: two or three letters by which a channel is told from others in lists. */
export function monogramOf({ id, title }: Pick<ChannelKind, 'id' | 'title'>): string {
  const known = channelMonograms[id]
  if (known !== undefined) return known
  if (id.length <= 3) return id.toUpperCase()
  const capitals = [...title].filter((letter) => /\p{Lu}/u.test(letter))
  const letters = capitals.length >= 2 ? capitals : [...title]
  return letters.slice(0, 2).join('').toUpperCase()
}
