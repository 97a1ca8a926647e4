import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

export interface ContactName {
  readonly contactPointId: string
  readonly name: string
  readonly at: Date
}

/** Gives the contact of a contact point a name, unless it has one. */
export async function nameContact(kysely: Kysely<Tables>, { contactPointId, name, at }: ContactName): Promise<void> {
  await kysely
    .updateTable('contact')
    .set({ name, modifiedAt: at })
    .where('name', '=', '')
    .where('id', 'in', (point) => point.selectFrom('contactPoint').select('contactId').where('id', '=', contactPointId))
    .execute()
}
