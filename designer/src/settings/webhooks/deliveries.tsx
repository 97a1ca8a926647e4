import { Button } from '@mantine/core'
import type { WebhookAttempt, WebhookResource } from '@patchbay/shared/api'
import { useState } from 'react'
import { useWebhookAttempts } from '../../api/queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { clock, dayAndClock, dayBefore, number } from '../../ui/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconCheck, IconClock, IconRepeat, IconX } from '../../ui/icons.ts'
import { Note } from '../../ui/note.tsx'
import { QueryView } from '../../ui/query-view.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import table from '../../ui/table.module.css'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { DeliveryDetails } from './delivery-details.tsx'
import { resultOf } from './delivery-words.ts'
import { openResendRange } from './resend-range.tsx'
import { useResend } from './use-resend.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.log
type Filter = 'all' | 'failed'
const filters = (['all', 'failed'] as const).map((value) => ({ value, label: texts[value] }))
const icons = { success: IconCheck, debug: IconClock, error: IconX } as const

/** What was sent, the latest first, with request and answer of the chosen one. */
export function Deliveries({ webhook }: { readonly webhook: WebhookResource }) {
  const attempts = useWebhookAttempts(webhook.id)
  const resend = useResend(webhook.id)
  const [filter, setFilter] = useState<Filter>('all')
  const [chosen, setChosen] = useState<string | null>(null)
  const isOff = webhook.state === 'off'
  return (
    <section aria-labelledby="deliveries">
      <div className={classes.sectionHead}>
        <h2 id="deliveries">{texts.title}</h2>
        <span className="sub num">{texts.waiting(webhook.waiting)}</span>
        <span className="grow" />
        <Segmented label={texts.show} value={filter} options={filters} onChange={setFilter} />
        <Button size="sm" disabled={isOff} onClick={() => openResendRange(webhook.id)}>
          {texts.resendRange}
        </Button>
      </div>
      {webhook.undelivered > 0 && (
        <Note tone="warn">
          {texts.undelivered(webhook.undelivered)}
          <Button
            size="sm"
            className={classes.noteButton ?? ''}
            leftSection={<Icon of={IconRepeat} size={14} />}
            disabled={isOff || resend.isBusy}
            onClick={() => void resend.send({ undelivered: true })}
          >
            {texts.resendFailed}
          </Button>
        </Note>
      )}
      <QueryView query={attempts} rows={4} height={36}>
        {(all) => {
          const items = filter === 'all' ? all : all.filter(({ outcome }) => outcome !== 'success')
          const shown = items.find(({ id }) => id === chosen)
          return items.length === 0 ? (
            <p className={`sub ${classes.nothing}`}>{texts.none[filter]}</p>
          ) : (
            <>
              <Rows items={items} chosen={chosen} onChoose={setChosen} />
              {shown !== undefined && <DeliveryDetails key={shown.id} attempt={shown} webhook={webhook} />}
              <p className={`sub ${classes.foot}`}>{texts.foot}</p>
            </>
          )
        }}
      </QueryView>
    </section>
  )
}

interface RowsProps {
  readonly items: readonly WebhookAttempt[]
  readonly chosen: string | null
  readonly onChoose: (id: string | null) => void
}

function Rows({ items, chosen, onChoose }: RowsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it.
    <section className={classes.log} tabIndex={0} aria-label={texts.rows}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{texts.columns.time}</th>
            <th>{texts.columns.event}</th>
            <th>{texts.columns.result}</th>
            <th className={table.right}>{texts.columns.tries}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((attempt) => {
            const { id, at, type, tries, outcome } = attempt
            const { tone, text } = resultOf(attempt)
            return (
              <tr key={id} data-selected={id === chosen || undefined}>
                <td className="num">
                  <time dateTime={at} title={dayAndClock(at)}>
                    {dayBefore(at) ?? clock(at)}
                  </time>
                </td>
                <td>
                  <button
                    type="button"
                    className={classes.event}
                    aria-expanded={id === chosen}
                    aria-label={texts.open(type, at)}
                    onClick={() => onChoose(id === chosen ? null : id)}
                  >
                    {type}
                  </button>
                </td>
                <td>
                  <Badge tone={tone} icon={icons[outcome]}>
                    {text}
                  </Badge>
                </td>
                <td className={`num ${table.right}`}>{number(tries)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
