import {
  type ContactField,
  contactFacts,
  contactFields,
  contactLimits,
  type NewContactField,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Kysely } from 'kysely'
import { asTaken } from '../store/as-taken.ts'
import type { Tables } from '../store/schema/tables.ts'
import { idOfName } from '../tables/new-id.ts'
import { emptyField } from './empty-field.ts'

/** The fields of contacts: those of every installation, and those that administrators have added. */
export interface ContactFieldRepository {
  /** All, in their order. Remembered until `forget`, so that no step of a run reads them. */
  all(): Promise<readonly ContactField[]>
  /** Called when any process may have changed them. */
  forget(): void
  /** @throws AppError INVALID_INPUT when the key is taken, or there are too many */
  add(field: NewContactField): Promise<ContactField>
  /** @throws AppError NOT_FOUND */
  rename(key: string, label: string): Promise<ContactField>
  /** With what contacts have in it; their history keeps it. @throws AppError NOT_FOUND */
  remove(key: string): Promise<void>
}

const standardKeys: ReadonlySet<string> = new Set(contactFields.map(({ key }) => key))

export function createContactFieldRepository(kysely: Kysely<Tables>, now: () => Date): ContactFieldRepository {
  async function own(): Promise<readonly ContactField[]> {
    const rows = await kysely
      .selectFrom('contactField')
      .select(['key', 'label', 'kind'])
      .orderBy('createdAt')
      .orderBy('key')
      .execute()
    // A field that somebody has added under a key which became one of every installation later holds the same values.
    return rows.filter(({ key }) => !standardKeys.has(key)).map((row) => ({ ...row, isOwn: true }))
  }

  const readAll = async () => [...contactFields, ...(await own())]
  let known: Promise<readonly ContactField[]> | undefined
  function forget(): void {
    known = undefined
  }

  return {
    all: () => {
      const reading = known ?? readAll()
      known = reading
      reading.catch(() => forget())
      return reading
    },
    forget,
    async add({ key: given, label, kind }) {
      const known = await own()
      if (known.length >= contactLimits.ownFields) {
        throw invalid('label', `There are ${contactLimits.ownFields} own fields already. Remove one first.`)
      }
      const taken = new Set([...contactFields, ...known].map(({ key }) => key).concat(contactFacts))
      const key = given ?? idOfName(label, taken, 'field')
      if (taken.has(key)) throw keyExists(key)
      const inserting = kysely.insertInto('contactField').values({ key, label, kind, createdAt: now() }).execute()
      await asTaken(inserting, () => keyExists(key))
      return { key, label, kind, isOwn: true }
    },
    async rename(key, label) {
      const row = await kysely
        .updateTable('contactField')
        .set({ label })
        .where('key', '=', key)
        .returning('kind')
        .executeTakeFirst()
      if (row === undefined) throw noSuchField(key)
      return { key, label, kind: row.kind, isOwn: true }
    },
    async remove(key) {
      if (!(await own()).some((field) => field.key === key)) throw noSuchField(key)
      // The field goes last: where that breaks off, it is still there to be removed again.
      await emptyField(kysely, key, now())
      await kysely.transaction().execute(async (transaction) => {
        const { numDeletedRows } = await transaction
          .deleteFrom('contactField')
          .where('key', '=', key)
          .executeTakeFirstOrThrow()
        if (numDeletedRows === 0n) throw noSuchField(key)
        // Of the few that have got a value meanwhile.
        await emptyField(transaction, key, now())
      })
    },
  }
}

function noSuchField(key: string): AppError {
  return new AppError('NOT_FOUND', `There is no own field "${key.slice(0, 60)}".`)
}

function keyExists(key: string): AppError {
  return invalid('key', `There is a field "${key}" already.`)
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
