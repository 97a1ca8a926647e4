import { type Agent, rolesWith } from '@patchbay/shared/api'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'

/** The people who may answer in the inbox. */
export interface AgentRepository {
  /** By name. */
  list(): Promise<readonly Agent[]>
  /** Whether all of them may. @param owners as `working_copy.owner` */
  mayAnswer(owners: readonly string[]): Promise<boolean>
}

export function createAgentRepository(kysely: Kysely<Tables>): AgentRepository {
  async function list(): Promise<readonly Agent[]> {
    const { rows } = await sql<Agent>`
      select 'user:' || id as id, name, coalesce(reason, '') as reason,
        case when is_signed_in is not true then 'signed-out' when is_away then 'away' else 'available' end as state
      from auth_user left join agent_status on user_id = id
      where string_to_array(role, ',') && array[${sql.join(rolesWith('agent'))}]
      order by name, id`.execute(kysely)
    return rows
  }
  return {
    list,
    async mayAnswer(owners) {
      if (owners.length === 0) return true
      const ids = new Set((await list()).map(({ id }) => id))
      return owners.every((owner) => ids.has(owner))
    },
  }
}
