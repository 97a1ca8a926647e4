import { type Person, rolesWith } from '@patchbay/shared/api'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'

/** The people who may answer in the inbox. */
export interface AgentRepository {
  /** By name. */
  list(): Promise<readonly Person[]>
  /** @param owner as `working_copy.owner` */
  mayAnswer(owner: string): Promise<boolean>
}

export function createAgentRepository(kysely: Kysely<Tables>): AgentRepository {
  async function list(): Promise<readonly Person[]> {
    const { rows } = await sql<Person>`
      select 'user:' || id as id, name from auth_user
      where string_to_array(role, ',') && array[${sql.join(rolesWith('agent'))}]
      order by name, id`.execute(kysely)
    return rows
  }
  return { list, mayAnswer: async (owner) => (await list()).some(({ id }) => id === owner) }
}
