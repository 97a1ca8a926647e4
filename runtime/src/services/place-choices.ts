import { type OptionSource, pageOfOptions } from '../kit/options.ts'
import type { AddressRepository } from '../messaging/address-repository.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { CHANNELS, OUR_ADDRESSES } from '../nodes/triggers/conversation-event/definition.ts'

/** Read at once, because one value may be an address of several channels. Who has more finds the others by typing. */
const MOST_READ = 2_000

/** The channels, and our addresses: of the chosen channel, or of all. */
export function createPlaceChoices(
  addresses: Pick<AddressRepository, 'list'>,
  kinds: Pick<ChannelKinds, 'all' | 'get'>,
): Readonly<Record<string, OptionSource>> {
  return {
    [CHANNELS]: async (query) =>
      pageOfOptions(
        kinds.all.map(({ id, title }) => ({ value: id, label: title })),
        query,
      ),
    [OUR_ADDRESSES]: async (query) => {
      const channel = String(query.inputs.channel ?? '')
      if (channel !== '' && kinds.get(channel) === undefined) return { items: [], next: null }
      const search = query.search.trim()
      const { items } = await addresses.list({
        limit: MOST_READ,
        ...(channel === '' ? {} : { channel }),
        ...(search === '' ? {} : { search }),
      })
      const byValue = new Map(items.map((address) => [address.value, address]))
      const all = [...byValue.values()].map(({ channel: id, value, label }) => {
        const shown = kinds.get(id)?.show(value) ?? value
        return { value, label: label === '' ? shown : `${shown} ${label}` }
      })
      // Found by the repository, which searches in more than is shown.
      return pageOfOptions(all, { ...query, search: '' })
    },
  }
}
