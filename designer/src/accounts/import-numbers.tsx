import { Button, Checkbox, Modal } from '@mantine/core'
import { type AccountResource, addressKey, type OfferedAddress } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { capabilityTitles } from '../addresses/capability-titles.ts'
import { importAddresses } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useCatalog, useOfferedAddresses } from '../api/queries.ts'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { LoadError } from '../ui/load-error.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './accounts.module.css'

const texts = accountsTexts.importNumbers

interface ImportNumbersProps {
  readonly account: AccountResource
}

/** The button Import numbers with its dialog: the numbers that the service has, to choose from. */
export function ImportNumbers({ account }: ImportNumbersProps) {
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{texts.open}</Button>
      <Modal opened={isOpen} onClose={close} title={texts.title(account.name)} size={520}>
        <Choice account={account} onClose={close} />
      </Modal>
    </>
  )
}

function Choice({ account, onClose }: ImportNumbersProps & { readonly onClose: () => void }) {
  const client = useQueryClient()
  const offered = useOfferedAddresses(account.id)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [isBusy, setBusy] = useState(false)
  const free = offered.data?.filter(isFree) ?? []
  const chosen = free.filter((address) => ticked.has(addressKey(address)))
  const add = async () => {
    setBusy(true)
    try {
      const addresses = chosen.map(({ channel, value, label, capabilities }) => ({
        channel,
        value,
        label,
        capabilities: [...capabilities],
      }))
      const { items } = await importAddresses(account.id, { addresses })
      await client.invalidateQueries({ queryKey: keys.addresses })
      toasts.success({ title: texts.added(items.length) })
      onClose()
    } catch (thrown) {
      toasts.error(texts.notAdded, thrown)
      setBusy(false)
    }
  }
  if (offered.error) return <LoadError error={offered.error} onRetry={() => void offered.refetch()} />
  return (
    <div className={classes.import}>
      <p className="sub">{texts.help}</p>
      {offered.data === undefined ? (
        <SkeletonRows rows={3} height={36} />
      ) : (
        <OfferedRows accountId={account.id} offered={offered.data} ticked={ticked} onTick={setTicked} />
      )}
      <DialogFoot>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" disabled={chosen.length === 0} loading={isBusy} onClick={() => void add()}>
          {texts.add(chosen.length)}
        </Button>
      </DialogFoot>
    </div>
  )
}

interface OfferedRowsProps {
  readonly accountId: string
  readonly offered: readonly OfferedAddress[]
  /** Keys of addresses. */
  readonly ticked: ReadonlySet<string>
  readonly onTick: (ticked: ReadonlySet<string>) => void
}

function OfferedRows({ accountId, offered, ticked, onTick }: OfferedRowsProps) {
  const channels = useCatalog().data?.channels ?? []
  if (offered.length === 0) return <p>{texts.none}</p>
  const free = offered.filter(isFree).map(addressKey)
  const tick = (keysToTick: readonly string[], isOn: boolean) => {
    const next = new Set(ticked)
    for (const key of keysToTick) {
      if (isOn) next.add(key)
      else next.delete(key)
    }
    onTick(next)
  }
  return (
    <>
      {free.length > 1 && (
        <Checkbox
          label={texts.all}
          checked={ticked.size === free.length}
          indeterminate={ticked.size > 0 && ticked.size < free.length}
          onChange={(event) => tick(free, event.currentTarget.checked)}
        />
      )}
      <ul className={classes.offered}>
        {offered.map((address) => (
          <li key={addressKey(address)}>
            <Checkbox
              label={<OfferedLabel address={address} />}
              disabled={!isFree(address)}
              checked={address.accountId === accountId || ticked.has(addressKey(address))}
              onChange={(event) => tick([addressKey(address)], event.currentTarget.checked)}
            />
            <span className="muted">{stateOf(address, accountId, channels)}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

function OfferedLabel({ address: { shown, label } }: { readonly address: OfferedAddress }) {
  return (
    <>
      <span className={`num ${classes.offeredNumber}`}>{shown}</span>
      {label !== '' && <span className="sub"> {label}</span>}
    </>
  )
}

function isFree({ accountId }: OfferedAddress): boolean {
  return accountId === null
}

function stateOf(address: OfferedAddress, accountId: string, channels: readonly ChannelKind[]): string {
  if (isFree(address)) return capabilityTitles(address.capabilities, channels)
  return address.accountId === accountId ? texts.isHere : texts.ofOther(address.accountName ?? '')
}
