import { propertiesOf } from '@patchbay/shared/flow'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useMemo } from 'react'
import { useAddresses } from '../../api/queries.ts'
import { useEditor } from '../../editing/editor-context.tsx'
import { sendsThrough } from '../../editing/own-addresses.ts'
import { useForm } from '../form/form-context.tsx'
import { readSender } from './sender-choices.ts'
import { asText } from './widget-props.ts'

const noKinds: readonly ChannelKind[] = []

/** The channels that the message of an action may go through: that of its sender, or those of the addresses of the flow. */
export function useSendingChannels(): readonly ChannelKind[] {
  const { type, typeVersion, schema, inputs } = useForm()
  const only = useEditor(({ definitions }) => sendsThrough(definitions.of({ type, typeVersion })))
  const kinds = useEditor(({ catalog }) => catalog.channels ?? noKinds)
  const flowId = useEditor((state) => state.flowId)
  const { data: addresses } = useAddresses()
  const sender = propertiesOf(schema).find(([, property]) => property['x-ui']?.widget === 'sender')?.[0]
  const written = asText(sender === undefined ? '' : inputs[sender])
  return useMemo(() => {
    if (only !== undefined) return kinds.filter(({ id }) => id === only)
    const choice = readSender(written, addresses ?? [])
    const ids =
      choice.kind === 'own'
        ? [choice.address.channel]
        : (addresses ?? []).filter((address) => address.flowId === flowId).map(({ channel }) => channel)
    return kinds.filter(({ id }) => ids.includes(id))
  }, [only, kinds, written, addresses, flowId])
}
