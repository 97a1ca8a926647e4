import { type Kysely, sql } from 'kysely'
import { contactWords } from '../contacts/contact-words.ts'
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
    .set({
      name,
      modifiedAt: at,
      search: sql`search || array_to_tsvector(${sql.val(contactWords([name]))}::text[])`,
    })
    .where('name', '=', '')
    .where('id', 'in', (point) => point.selectFrom('contactPoint').select('contactId').where('id', '=', contactPointId))
    .execute()
}
