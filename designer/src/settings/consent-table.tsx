import { Button } from '@mantine/core'
import type { ConsentResource } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { setConsent } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAddresses, useRights } from '../api/queries.ts'
import { Badge } from '../ui/badge.tsx'
import { confirm } from '../ui/confirm.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { IconBan, IconCircleCheck } from '../ui/icons.ts'
import table from '../ui/table.module.css'
import { consentTexts as texts } from '../ui/texts/consent.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './consent-page.module.css'

interface ConsentTableProps {
  readonly items: readonly ConsentResource[]
  /** The log only tells what was; what holds can be changed. */
  readonly isLog: boolean
}

export function ConsentTable({ items, isLog }: ConsentTableProps) {
  const { canEdit } = useRights()
  const canChange = canEdit && !isLog
  const { columns } = texts
  return (
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th className={classes.contact}>{columns.contact}</th>
            <th>{columns.state}</th>
            <th>{columns.address}</th>
            <th>{isLog ? columns.at : columns.since}</th>
            <th>{columns.by}</th>
            {canChange && (
              <th className={classes.manage}>
                <span className="sr">{columns.manage}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ConsentRow key={item.id} item={item} canChange={canChange} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function ConsentRow({ item, canChange }: { readonly item: ConsentResource; readonly canChange: boolean }) {
  const client = useQueryClient()
  const addresses = useAddresses().data ?? []
  const ours = addresses.find(({ channel, value }) => channel === item.channel && value === item.address)
  const from = ours ? ours.shown : item.address
  const isOut = item.state === 'out'
  return (
    <tr>
      <td className={`num ${classes.contact}`}>{item.shown === '' ? texts.erased : item.shown}</td>
      <td>
        <Badge tone={isOut ? 'bad' : 'ok'} icon={isOut ? IconBan : IconCircleCheck}>
          {texts.states[item.state]}
        </Badge>
      </td>
      <td className="num">{from === '' ? texts.allAddresses : from}</td>
      <td>{dayAndClock(item.at)}</td>
      <td className="muted">{texts.bySource[item.source](item.detail)}</td>
      {canChange && (
        <td>
          <Button size="sm" onClick={() => askToChange(client, item, from)}>
            {isOut ? texts.optIn : texts.optOut}
          </Button>
        </td>
      )}
    </tr>
  )
}

/** @param from our address as people read it; empty for all */
function askToChange(client: QueryClient, item: ConsentResource, from: string): void {
  const { channel, contact, accountId, shown, address, state } = item
  const isOut = state === 'out'
  confirm({
    title: isOut ? texts.optInTitle(shown) : texts.optOutTitle(shown),
    body: <p>{isOut ? texts.optInHelp : texts.optOutHelp(from)}</p>,
    keepLabel: texts.keep,
    confirmLabel: isOut ? texts.optIn : texts.optOut,
    onConfirm: async () => {
      const change = isOut ? ({ state: 'in' } as const) : ({ state: 'out', address } as const)
      await setConsent({ channel, contact, accountId, ...change })
      await client.invalidateQueries({ queryKey: keys.consent })
      const [title, message] = isOut
        ? [texts.optedIn, texts.optedInText(shown)]
        : [texts.optedOut, texts.optedOutText(shown, from)]
      toasts.success({ title, message })
    },
  })
}
