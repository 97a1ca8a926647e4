import { Modal, Select, TextInput } from '@mantine/core'
import { type AddressResource, addressWords, type FlowListItem } from '@patchbay/shared/api'
import { indexCatalog } from '@patchbay/shared/flow'
import { type Catalog, hearsChannel } from '@patchbay/shared/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { assignAddresses, clearAddresses, renameAddress } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAddresses, useCatalog, useFlows } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { channelOf } from '../editing/own-addresses.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { Note } from '../ui/note.tsx'
import { addressTexts } from '../ui/texts/addresses.ts'
import { toasts } from '../ui/toasts.tsx'
import { addressName } from './address-name.ts'
import { assignmentLosses } from './assignment-facts.ts'
import classes from './numbers-page.module.css'

interface ChangeAddressDialogProps {
  /** Null while the pop-up is closed. */
  readonly address: AddressResource | null
  readonly onClose: () => void
}

/** Names one of our addresses, and gives it to a flow or frees it. */
export function ChangeAddressDialog({ address, onClose }: ChangeAddressDialogProps) {
  const title = address === null ? '' : addressTexts(addressWords()).change(addressName(address))
  return (
    <Modal opened={address !== null} onClose={onClose} title={title} size={400}>
      {address !== null && <ChangeForm address={address} onClose={onClose} />}
    </Modal>
  )
}

const FREE = 'free'

function ChangeForm({ address, onClose }: { readonly address: AddressResource; readonly onClose: () => void }) {
  const client = useQueryClient()
  const { data: catalog } = useCatalog()
  const texts = addressTexts(addressWords(catalog?.channels?.find(({ id }) => id === address.channel)))
  const flows = useFittingFlows(address, catalog)
  const [label, setLabel] = useState(address.label)
  const [flowId, setFlowId] = useState(address.flowId ?? FREE)
  const submit = useSubmit(async () => {
    try {
      await change(address, { label: label.trim(), flowId: flowId === FREE ? null : flowId })
    } finally {
      // The name may be saved although the flow was refused.
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.addresses }),
        client.invalidateQueries({ queryKey: keys.flowList }),
      ])
    }
    const chosen = flows.find(({ value }) => value === flowId)
    const isMoved = chosen !== undefined && flowId !== address.flowId
    toasts.success({ title: texts.changed, ...(isMoved ? { message: texts.nowStarts(chosen.label) } : {}) })
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={texts.label}
        description={texts.labelHelp}
        maxLength={120}
        data-autofocus
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <Select
        label={texts.flow}
        description={flows.length === 0 ? texts.noSuchFlow : texts.flowHelp}
        data={[{ value: FREE, label: texts.noFlow }, ...flows]}
        value={flowId}
        searchable={flows.length > 8}
        allowDeselect={false}
        error={submit.message ?? false}
        onChange={(next) => setFlowId(next ?? FREE)}
      />
      {flowId !== (address.flowId ?? FREE) && <Loss address={address} />}
      <FormFoot label={texts.save} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}

/** Names the flow that a change leaves without any address, before anything happens. */
function Loss({ address }: { readonly address: AddressResource }) {
  const { data: all = [] } = useAddresses()
  const { data: catalog } = useCatalog()
  const texts = addressTexts(addressWords(catalog?.channels?.find(({ id }) => id === address.channel)))
  const losses = assignmentLosses([address], all)
  if (losses.length === 0) return null
  return <Note tone="warn">{losses.map(texts.leftWithout).join(' ')}</Note>
}

/** Flows that messages to the address can start, and the one that it starts now, as options. */
function useFittingFlows(address: AddressResource, catalog: Catalog | undefined): readonly Option[] {
  const { data: flows = [] } = useFlows()
  if (catalog === undefined) return []
  return flows
    .filter((flow) => flow.id === address.flowId || canBeStarted(flow, address.channel, catalog))
    .map(({ id, name }) => ({ value: id, label: name }))
}

interface Option {
  readonly value: string
  readonly label: string
}

function canBeStarted({ triggers }: FlowListItem, channel: string, catalog: Catalog): boolean {
  const { definitions } = indexCatalog(catalog)
  return triggers.some((type) => {
    const listened = channelOf(definitions.get(type))
    return listened !== undefined && hearsChannel(listened, channel)
  })
}

interface Change {
  readonly label: string
  readonly flowId: string | null
}

async function change({ channel, value, label, flowId }: AddressResource, wanted: Change): Promise<void> {
  if (wanted.label !== label) await renameAddress({ channel, value }, wanted.label)
  if (wanted.flowId === flowId) return
  if (wanted.flowId === null) await clearAddresses([{ channel, value }])
  else await assignAddresses({ flowId: wanted.flowId, addresses: [{ channel, value }], replace: true })
}
