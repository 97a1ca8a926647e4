import type { Json } from '@patchbay/shared/json'
import type { Kysely } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'

/** Values that Patchbay stores for itself, by key. */
export interface SettingRepository {
  get(key: string): Promise<Json | undefined>
  set(key: string, value: Json): Promise<void>
  /** Sets the value unless there is one. Returns the stored value. */
  setOnce(key: string, value: Json): Promise<Json>
  remove(key: string): Promise<void>
}

export function createSettingRepository(kysely: Kysely<Tables>): SettingRepository {
  async function get(key: string): Promise<Json | undefined> {
    const row = await kysely.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst()
    return row?.value
  }

  return {
    get,
    async set(key, value) {
      const text = jsonText(value)
      await kysely
        .insertInto('setting')
        .values({ key, value: text })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text }))
        .execute()
    },
    async setOnce(key, value) {
      await kysely
        .insertInto('setting')
        .values({ key, value: jsonText(value) })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute()
      return (await get(key)) ?? value
    },
    async remove(key) {
      await kysely.deleteFrom('setting').where('key', '=', key).execute()
    },
  }
}
