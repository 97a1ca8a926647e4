import { type AddressResource, SIMULATOR } from '@patchbay/shared/api'
import { hearsChannel } from '@patchbay/shared/nodes'

/**
 * The addresses that a draft is written to: those of its flow, whichever account they belong to, since the simulator
 * plays them all; while it has none, those of the simulator, which its tests share with no other flow.
 */
export function draftAddresses(
  all: readonly AddressResource[],
  flowId: string,
  listened: readonly string[],
): readonly AddressResource[] {
  const heard = all.filter(({ channel }) => listened.some((one) => hearsChannel(one, channel)))
  const own = heard.filter((address) => address.flowId === flowId)
  if (own.length > 0) return own
  const played = heard.filter(({ accountId }) => accountId === SIMULATOR)
  const free = played.filter((address) => address.flowId === null)
  return free.length > 0 ? free : played
}
