import type { ContactField } from '@patchbay/shared/api'
import { type Kysely, sql } from 'kysely'
import { textOf } from '../kit/values.ts'
import { csvCell } from '../platform/content/csv-cell.ts'
import type { Tables } from '../store/schema/tables.ts'
import type { ContactRecord } from './contact-record.ts'
import { readAfter } from './contact-repository.ts'
import { CHANNEL, EXTERNAL_ID } from './import-columns.ts'

/** Contacts that are in memory at a time. */
const AT_ONCE = 500

/** All contacts as lines of CSV, in no particular order, with the columns that an import knows. */
export async function* exportContacts(
  kysely: Kysely<Tables>,
  fields: readonly ContactField[],
): AsyncGenerator<Buffer, void> {
  const places = await placesOf(kysely)
  const names = [...fields.map(({ key }) => key), ...places.map(({ name }) => name)]
  yield Buffer.from(`${names.map(csvCell).join(',')}\r\n`)
  for (let after: string | undefined; ; ) {
    const contacts = await readAfter(kysely, after, AT_ONCE)
    yield Buffer.from(contacts.map((contact) => `${lineOf(contact, fields, places)}\r\n`).join(''))
    after = contacts.at(-1)?.id
    if (after === undefined || contacts.length < AT_ONCE) return
  }
}

interface PlaceColumn {
  readonly name: string
  readonly read: (contact: ContactRecord) => readonly string[]
}

/** A column for each channel and each other system that contacts have. */
async function placesOf(kysely: Kysely<Tables>): Promise<readonly PlaceColumn[]> {
  const { rows: channels } = await sql<{ readonly channel: string }>`
    select distinct channel from contact_point where account_id = '' order by channel`.execute(kysely)
  const { rows: sources } = await sql<{ readonly source: string }>`
    select distinct source from contact_external_id order by source`.execute(kysely)
  return [
    ...channels.map(({ channel }) => ({
      name: `${CHANNEL}${channel}`,
      read: ({ points }: ContactRecord) =>
        points.filter((point) => point.channel === channel && point.accountId === '').map(({ value }) => value),
    })),
    ...sources.map(({ source }) => ({
      name: `${EXTERNAL_ID}${source}`,
      read: ({ externalIds }: ContactRecord) =>
        externalIds.filter((known) => known.source === source).map(({ externalId }) => externalId),
    })),
  ]
}

function lineOf(contact: ContactRecord, fields: readonly ContactField[], places: readonly PlaceColumn[]): string {
  const values = fields.map(({ key, kind }) => {
    const value = contact.fields[key]
    if (typeof value === 'boolean') return value ? 'yes' : 'no'
    // A minus before a number begins no formula.
    return kind === 'number' ? textOf(value) : csvCell(textOf(value))
  })
  return [...values, ...places.map(({ read }) => csvCell(read(contact).join('; ')))].join(',')
}
