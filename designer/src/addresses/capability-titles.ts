import type { ChannelKind } from '@patchbay/shared/nodes'

/** What goes through an address, such as `SMS, MMS`, by the titles of the channels that the catalog knows. */
export function capabilityTitles(capabilities: readonly string[], channels: readonly ChannelKind[]): string {
  return capabilities
    .map((capability) => channels.find(({ id }) => id === capability)?.title ?? capability.toUpperCase())
    .join(', ')
}
