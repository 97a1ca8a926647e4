import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { lowestId } from '../uuid.ts'

/** What happened in a quarter of an hour. */
export interface QuarterCounts {
  readonly quarter: Date
  readonly received: number
  readonly sent: number
  readonly runs: number
  readonly failed: number
}

export interface DayCounts {
  /** Quarters in which something happened, in no order; one may come twice. Reads every message since `from`. */
  since(from: Date): Promise<readonly QuarterCounts[]>
}

export function createDayCounts(kysely: Kysely<Tables>): DayCounts {
  return {
    async since(from) {
      const runs = await kysely
        .selectFrom('runCount')
        .select('startedQuarter as quarter')
        .select(({ fn }) => [fn.sum<number>('total').as('runs'), fn.sum<number>('failed').as('failed')])
        .where('startedQuarter', '>=', from)
        .groupBy('startedQuarter')
        .execute()
      const quarterNo = sql<number>`floor(extract(epoch from at) / 900)::integer`
      const messages = await kysely
        .selectFrom('message')
        .select(quarterNo.as('quarterNo'))
        .select([
          sql<number>`(count(*) filter (where direction = 'in'))::integer`.as('received'),
          sql<number>`(count(*) filter (where direction = 'out'))::integer`.as('sent'),
        ])
        .where('id', '>=', lowestId(from))
        .groupBy(quarterNo)
        .execute()
      return [
        ...runs.map(({ quarter, runs, failed }) => ({ quarter, runs, failed, received: 0, sent: 0 })),
        ...messages.map(({ quarterNo, received, sent }) => ({
          quarter: new Date(quarterNo * 900_000),
          received,
          sent,
          runs: 0,
          failed: 0,
        })),
      ]
    },
  }
}
