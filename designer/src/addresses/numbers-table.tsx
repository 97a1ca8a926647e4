import { ActionIcon, Tooltip } from '@mantine/core'
import type { NumberResource } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { Link } from 'wouter'
import { deleteNumber } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { confirm } from '../ui/confirm.tsx'
import { phone } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconRoute, IconTrash } from '../ui/icons.ts'
import table from '../ui/table.module.css'
import { commonTexts } from '../ui/texts/common.ts'
import { numbersTexts } from '../ui/texts/numbers.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './numbers-page.module.css'

interface NumbersTableProps {
  readonly numbers: readonly NumberResource[]
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
            <NumberRow key={item.number} item={item} canEdit={canEdit} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NumberRow({ item, canEdit }: { readonly item: NumberResource; readonly canEdit: boolean }) {
  const client = useQueryClient()
  return (
    <tr>
      <td className={`num ${classes.number}`}>{phone(item.number)}</td>
      <td>{item.label === '' ? <span className="muted">{commonTexts.none}</span> : item.label}</td>
      <td>{item.accountName}</td>
      <td className="muted">
        {item.capabilities.map((capability) => numbersTexts.capabilities[capability]).join(', ')}
      </td>
      <td>
        <AnsweringFlow item={item} />
      </td>
      {canEdit && (
        <td>
          <div className={table.actions}>
            <Tooltip label={numbersTexts.deleteNumber}>
              <ActionIcon
                aria-label={numbersTexts.delete(phone(item.number))}
                onClick={() => askToDelete(client, item)}
              >
                <Icon of={IconTrash} />
              </ActionIcon>
            </Tooltip>
          </div>
        </td>
      )}
    </tr>
  )
}

function AnsweringFlow({ item }: { readonly item: NumberResource }) {
  if (item.assignments.sms === null) return <span className="muted">{numbersTexts.free}</span>
  return (
    <Link href={`/flows/${item.assignments.sms}`} className={classes.flow}>
      <Icon of={IconRoute} />
      <span className="trunc">{item.flowName}</span>
    </Link>
  )
}

function askToDelete(client: QueryClient, { number, flowName }: NumberResource): void {
  const shown = phone(number)
  const loses = flowName === null ? [] : [numbersTexts.losesNumber(flowName, shown)]
  confirm({
    title: numbersTexts.deleteTitle(shown),
    body: <p>{[...loses, numbersTexts.deleteHelp].join(' ')}</p>,
    keepLabel: numbersTexts.keep,
    confirmLabel: numbersTexts.deleteNumber,
    onConfirm: async () => {
      await deleteNumber(number)
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.numbers }),
        client.invalidateQueries({ queryKey: keys.flowList }),
      ])
      toasts.success({ title: numbersTexts.deleted, message: numbersTexts.deletedNumber(shown) })
    },
  })
}
