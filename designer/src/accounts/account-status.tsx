import type { AccountStatus, StatusCell, StatusTone } from '@patchbay/shared/api'
import { useAccountStatus } from '../api/queries.ts'
import { Badge, type Tone } from '../ui/badge.tsx'
import { dayAndClock, number } from '../ui/formats.ts'
import { LoadError } from '../ui/load-error.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import table from '../ui/table.module.css'
import { accountsTexts } from '../ui/texts/accounts.ts'
import classes from './accounts.module.css'

const badgeTones = {
  good: 'ok',
  warning: 'warn',
  bad: 'bad',
  neutral: 'idle',
} as const satisfies Record<StatusTone, Tone>

/** How the account does, in whatever facts and tables its type gives. */
export function AccountStatusSection({ accountId }: { readonly accountId: string }) {
  const status = useAccountStatus(accountId)
  return (
    <>
      {status.data?.facts.length !== 0 && (
        <section>
          <h2>{accountsTexts.status}</h2>
          {status.data === undefined ? (
            status.error ? (
              <LoadError error={status.error} onRetry={() => void status.refetch()} />
            ) : (
              <SkeletonRows height={34} />
            )
          ) : (
            <Facts facts={status.data.facts} />
          )}
        </section>
      )}
      {status.data?.tables.map((one) => (
        <StatusTable key={one.name} table={one} />
      ))}
    </>
  )
}

function Facts({ facts }: { readonly facts: AccountStatus['facts'] }) {
  return (
    <dl className={classes.figures}>
      {facts.map((fact) => (
        <div key={fact.name} title={fact.help}>
          <dt>{fact.title}</dt>
          <dd data-fact={fact.name} data-tone={fact.tone ?? 'neutral'} className={`num ${classes.figure}`}>
            {factText(fact)}
          </dd>
          {fact.help !== undefined && <dd className="sub">{fact.help}</dd>}
        </div>
      ))}
    </dl>
  )
}

function factText({ value, at }: AccountStatus['facts'][number]): string {
  if (at !== undefined) return at === null ? accountsTexts.never : dayAndClock(at)
  return typeof value === 'number' ? number(value) : (value ?? '')
}

function StatusTable({
  table: { title, columns, rows, emptyText },
}: {
  readonly table: AccountStatus['tables'][number]
}) {
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p className="sub">{emptyText}</p>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column}>{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                {columns.map((column, index) => (
                  <td key={column}>
                    <Cell cell={row.cells[index] ?? {}} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function Cell({ cell: { text = '', at, tone } }: { readonly cell: StatusCell }) {
  if (at !== undefined) return at === null ? accountsTexts.never : dayAndClock(at)
  return tone === undefined ? text : <Badge tone={badgeTones[tone]}>{text}</Badge>
}
