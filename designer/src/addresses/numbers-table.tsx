import { ActionIcon, Tooltip } from '@mantine/core'
import { type AddressResource, addressKey, addressWords } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { deleteAddress } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useCatalog } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPencil, IconRoute, IconTrash } from '../ui/icons.ts'
import table from '../ui/table.module.css'
import { type AddressesTexts, addressTexts } from '../ui/texts/addresses.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { toasts } from '../ui/toasts.tsx'
import { capabilityTitles } from './capability-titles.ts'
import classes from './numbers-page.module.css'

interface NumbersTableProps {
  readonly numbers: readonly AddressResource[]
  readonly texts: AddressesTexts
  readonly canEdit: boolean
  readonly onChange: (item: AddressResource) => void
}

export function NumbersTable({ numbers, texts, canEdit, onChange }: NumbersTableProps) {
  const { columns } = texts
  return (
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th className={classes.number}>{columns.address}</th>
            <th>{columns.label}</th>
            <th>{columns.account}</th>
            <th className={classes.channels}>{columns.channels}</th>
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
            <NumberRow
              key={addressKey(item)}
              item={item}
              texts={texts}
              canEdit={canEdit}
              onChange={() => onChange(item)}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface NumberRowProps extends Omit<NumbersTableProps, 'numbers' | 'onChange'> {
  readonly item: AddressResource
  readonly onChange: () => void
}

function NumberRow({ item, texts, canEdit, onChange }: NumberRowProps) {
  const client = useQueryClient()
  const channels = useCatalog().data?.channels ?? []
  const kind = channels.find(({ id }) => id === item.channel)
  const askToDelete = () => confirmDelete(item, { client, texts, kind })
  return (
    <tr>
      <td className={`num ${classes.number}`}>{item.shown}</td>
      <td>{item.label === '' ? <span className="muted">{commonTexts.none}</span> : item.label}</td>
      <td>{item.accountName}</td>
      <td className={`muted ${classes.channels}`}>{capabilityTitles(item.capabilities, channels)}</td>
      <td className={classes.answers}>
        <AnsweringFlow item={item} texts={texts} />
      </td>
      {canEdit && (
        <td>
          <div className={table.actions}>
            <Tooltip label={texts.changeOne}>
              <ActionIcon aria-label={texts.change(item.shown)} onClick={onChange}>
                <Icon of={IconPencil} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={texts.deleteOne}>
              <ActionIcon aria-label={texts.delete(item.shown)} onClick={askToDelete}>
                <Icon of={IconTrash} />
              </ActionIcon>
            </Tooltip>
          </div>
        </td>
      )}
    </tr>
  )
}

function AnsweringFlow({ item, texts }: Pick<NumberRowProps, 'item' | 'texts'>) {
  if (item.flowId === null) return <span className="muted">{texts.free}</span>
  return (
    <Link href={`/flows/${item.flowId}`} className={classes.flow}>
      <Icon of={IconRoute} />
      <span className="trunc" title={item.flowName ?? undefined}>
        {item.flowName}
      </span>
    </Link>
  )
}

interface DeleteContext {
  readonly client: QueryClient
  readonly texts: AddressesTexts
  readonly kind: ChannelKind | undefined
}

function confirmDelete(address: AddressResource, { client, texts, kind }: DeleteContext): void {
  const { flowName } = address
  const shown = address.shown
  const loses = flowName === null ? [] : [addressTexts(addressWords(kind)).loses(flowName, shown)]
  confirm({
    title: texts.deleteTitle(shown),
    body: <p>{[...loses, texts.deleteHelp].join(' ')}</p>,
    keepLabel: texts.keep,
    confirmLabel: texts.deleteOne,
    onConfirm: async () => {
      await deleteAddress(address)
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.addresses }),
        client.invalidateQueries({ queryKey: keys.flowList }),
      ])
      toasts.success({ title: texts.deleted, message: texts.deletedText(shown) })
    },
  })
}
