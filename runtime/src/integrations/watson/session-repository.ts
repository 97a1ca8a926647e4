import type { Kysely } from 'kysely'
import { contactConversation, userConversation } from '../../bots/conversation-name.ts'
import type { ErasedContact } from '../../kit/erased-contact.ts'

export interface WatsonTables {
  watsonSession: {
    accountId: string
    conversation: string
    session: string
    usedAt: Date
  }
}

export interface SessionKey {
  readonly accountId: string
  readonly conversation: string
}

/** Where each conversation stands: the id of a session, or the context of a workspace as JSON. */
export interface SessionRepository {
  /** Undefined when there is none, or nothing was said in it since `after`. */
  find(key: SessionKey, after: Date): Promise<string | undefined>
  keep(key: SessionKey, session: string, usedAt: Date): Promise<void>
  deleteUsedBefore(time: Date): Promise<void>
  /**
   * Forgets the conversations of a contact that is erased, also where a flow has named it as the user. One that is put
   * together of several values cannot be found; it goes after a week.
   */
  eraseContact(contact: ErasedContact): Promise<void>
}

export function createSessionRepository(kysely: Kysely<WatsonTables>): SessionRepository {
  return {
    async find({ accountId, conversation }, after) {
      const found = await kysely
        .selectFrom('watsonSession')
        .select('session')
        .where('accountId', '=', accountId)
        .where('conversation', '=', conversation)
        .where('usedAt', '>', after)
        .executeTakeFirst()
      return found?.session
    },
    async keep({ accountId, conversation }, session, usedAt) {
      await kysely
        .insertInto('watsonSession')
        .values({ accountId, conversation, session, usedAt })
        .onConflict((conflict) => conflict.columns(['accountId', 'conversation']).doUpdateSet({ session, usedAt }))
        .execute()
    },
    async deleteUsedBefore(time) {
      await kysely.deleteFrom('watsonSession').where('usedAt', '<', time).execute()
    },
    async eraseContact({ points, names, tables }) {
      const own = tables<WatsonTables>()
      const accounts = await own.selectFrom('watsonSession').select('accountId').distinct().execute()
      const conversations = accounts.flatMap(({ accountId }) => [
        ...points.map((point) => contactConversation(accountId, point)),
        ...names.map((name) => userConversation(accountId, name)),
      ])
      if (conversations.length === 0) return
      await own.deleteFrom('watsonSession').where('conversation', 'in', conversations).execute()
    },
  }
}
