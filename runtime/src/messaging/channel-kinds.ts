import type { ChannelDefinition } from '../kit/channel.ts'

/** The kinds of channels that this installation knows, by id. */
export interface ChannelKinds {
  readonly all: readonly ChannelDefinition[]
  get(id: string): ChannelDefinition | undefined
}

/** @throws Error when two kinds share an id */
export function createChannelKinds(definitions: readonly ChannelDefinition[]): ChannelKinds {
  const byId = new Map<string, ChannelDefinition>()
  for (const definition of definitions) {
    const known = byId.get(definition.id)
    // Several integrations may bring the same kind.
    if (known !== undefined && known !== definition) throw new Error(`Two channels are called ${definition.id}.`)
    byId.set(definition.id, definition)
  }
  return { all: [...byId.values()], get: (id) => byId.get(id) }
}
