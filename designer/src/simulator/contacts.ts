import type { ChannelKind } from '@patchbay/shared/nodes'
import { phone } from '../ui/formats.ts'
import { simulatorTexts } from '../ui/texts/simulator.ts'

/** Made-up people who write, by the contacts that their channel has for it. */
export function contactsOf(
  kind: ChannelKind | undefined,
): readonly { readonly value: string; readonly label: string }[] {
  const values = kind?.contacts ?? []
  return values.map((value, index) => ({
    value,
    label: `${phone(value)}  ${simulatorTexts.contacts[index] ?? ''}`.trim(),
  }))
}
