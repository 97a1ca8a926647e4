import { ActionIcon, Tooltip } from '@mantine/core'
import { type AddressResource, addressKey } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { deleteAddress } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useCatalog } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { addressText } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconRoute, IconTrash } from '../ui/icons.ts'
import table from '../ui/table.module.css'
import { commonTexts } from '../ui/texts/common.ts'
import { numbersTexts } from '../ui/texts/numbers.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './numbers-page.module.css'

interface NumbersTableProps {
  readonly numbers: readonly AddressResource[]
  readonly canEdit: boolean
}

export function NumbersTable({ numbers, canEdit }: NumbersTableProps) {
  const { columns } = numbersTexts
  return (
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th className={classes.number}>{columns.number}</th>
            <th>{columns.label}</th>
            <th>{columns.account}</th>
            <th>{columns.channels}</th>
            <th>{columns.flow}</th>
            {canEdit && (
              <th className={classes.manage}>
                <span className="sr">{columns.manage}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {numbers.map((item) => (
            <NumberRow key={addressKey(item)} item={item} canEdit={canEdit} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NumberRow({ item, canEdit }: { readonly item: AddressResource; readonly canEdit: boolean }) {
  const client = useQueryClient()
  const channels = useCatalog().data?.channels ?? []
  return (
    <tr>
      <td className={`num ${classes.number}`}>{addressText(item)}</td>
      <td>{item.label === '' ? <span className="muted">{commonTexts.none}</span> : item.label}</td>
      <td>{item.accountName}</td>
      <td className="muted">{item.capabilities.map((capability) => titleOf(capability, channels)).join(', ')}</td>
      <td>
        <AnsweringFlow item={item} />
      </td>
      {canEdit && (
        <td>
          <div className={table.actions}>
            <Tooltip label={numbersTexts.deleteNumber}>
              <ActionIcon aria-label={numbersTexts.delete(addressText(item))} onClick={() => askToDelete(client, item)}>
                <Icon of={IconTrash} />
              </ActionIcon>
            </Tooltip>
          </div>
        </td>
      )}
    </tr>
  )
}

function titleOf(capability: string, channels: readonly ChannelKind[]): string {
  return channels.find(({ id }) => id === capability)?.title ?? capability.toUpperCase()
}

function AnsweringFlow({ item }: { readonly item: AddressResource }) {
  if (item.flowId === null) return <span className="muted">{numbersTexts.free}</span>
  return (
    <Link href={`/flows/${item.flowId}`} className={classes.flow}>
      <Icon of={IconRoute} />
      <span className="trunc">{item.flowName}</span>
    </Link>
  )
}

function askToDelete(client: QueryClient, address: AddressResource): void {
  const { flowName } = address
  const shown = addressText(address)
  const loses = flowName === null ? [] : [numbersTexts.losesNumber(flowName, shown)]
  confirm({
    title: numbersTexts.deleteTitle(shown),
    body: <p>{[...loses, numbersTexts.deleteHelp].join(' ')}</p>,
    keepLabel: numbersTexts.keep,
    confirmLabel: numbersTexts.deleteNumber,
    onConfirm: async () => {
      await deleteAddress(address)
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.addresses }),
        client.invalidateQueries({ queryKey: keys.flowList }),
      ])
      toasts.success({ title: numbersTexts.deleted, message: numbersTexts.deletedNumber(shown) })
    },
  })
}
