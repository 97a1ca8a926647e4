import { type Kysely, sql } from 'kysely'
import { ofContacts } from '../messages/of-contacts.ts'
import { isCaught } from '../runs/caught-since.ts'
import type { Tables } from '../schema/tables.ts'
import { lowestId } from '../uuid.ts'

/** What happened in a quarter of an hour. */
export interface QuarterCounts {
  readonly quarter: Date
  readonly received: number
  readonly sent: number
  readonly runs: number
  readonly failed: number
  readonly caught: number
  readonly opened: number
  readonly closed: number
}

export interface DayCounts {
  /** Quarters in which something happened, in no order; one may come twice. Reads every message and event since `from`. */
  since(from: Date): Promise<readonly QuarterCounts[]>
}

const none = { received: 0, sent: 0, runs: 0, failed: 0, caught: 0, opened: 0, closed: 0 } as const

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
        .where(ofContacts)
        .groupBy(quarterNo)
        .execute()
      // The quarter in which a run began: its id starts with 48 bits of milliseconds.
      const quarterOfId = sql<number>`(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 900000)::integer`
      const caught = await kysely
        .selectFrom('run')
        .select(quarterOfId.as('quarterNo'))
        .select(({ fn }) => fn.countAll<number>().as('caught'))
        .where('id', '>=', lowestId(from))
        .where(isCaught)
        .groupBy(quarterOfId)
        .execute()
      const conversations = await kysely
        .selectFrom('event')
        .select(quarterNo.as('quarterNo'))
        .select([
          sql<number>`(count(*) filter (where type <> 'CONVERSATION/CLOSED'))::integer`.as('opened'),
          sql<number>`(count(*) filter (where type = 'CONVERSATION/CLOSED'))::integer`.as('closed'),
        ])
        .where('at', '>=', from)
        .where('type', 'in', ['CONVERSATION/CREATED', 'CONVERSATION/REOPENED', 'CONVERSATION/CLOSED'])
        .groupBy(quarterNo)
        .execute()
      const at = (quarterNo: number) => new Date(quarterNo * 900_000)
      return [
        ...runs.map((counts) => ({ ...none, ...counts })),
        ...conversations.map(({ quarterNo, ...counts }) => ({ ...none, ...counts, quarter: at(quarterNo) })),
        ...messages.map(({ quarterNo, ...counts }) => ({ ...none, ...counts, quarter: at(quarterNo) })),
        ...caught.map(({ quarterNo, caught }) => ({ ...none, caught, quarter: at(quarterNo) })),
      ]
    },
  }
}
