import { isUuid, type NewSavedReply, type SavedReply } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Kysely, Selectable } from 'kysely'
import { asTaken } from '../store/as-taken.ts'
import type { SavedReplyTable } from '../store/schema/inbox-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'

/** Texts for answers that people use again and again. */
export interface SavedReplies {
  /** By name. */
  list(): Promise<readonly SavedReply[]>
  /** @throws AppError SAVED_REPLY_EXISTS, INVALID_INPUT */
  add(reply: NewSavedReply): Promise<SavedReply>
  /** @throws AppError NOT_FOUND, SAVED_REPLY_EXISTS, INVALID_INPUT */
  change(id: string, reply: NewSavedReply): Promise<SavedReply>
  /** @throws AppError NOT_FOUND */
  remove(id: string): Promise<void>
}

export function createSavedReplies({
  kysely,
  now,
}: {
  readonly kysely: Kysely<Tables>
  readonly now: () => Date
}): SavedReplies {
  return {
    async list() {
      const rows = await kysely.selectFrom('savedReply').selectAll().execute()
      return rows.map(toReply).sort((one, other) => one.name.localeCompare(other.name))
    },
    async add(reply) {
      const at = now()
      const row = { id: uuidv7(at), ...checked(reply), modifiedAt: at }
      await asTaken(kysely.insertInto('savedReply').values(row).execute(), replyExists)
      return toReply(row)
    },
    async change(id, reply) {
      if (!isUuid(id)) throw noSuchReply()
      const change = { ...checked(reply), modifiedAt: now() }
      const row = await asTaken(
        kysely.updateTable('savedReply').set(change).where('id', '=', id).returningAll().executeTakeFirst(),
        replyExists,
      )
      if (row === undefined) throw noSuchReply()
      return toReply(row)
    },
    async remove(id) {
      const removed = isUuid(id)
        ? await kysely.deleteFrom('savedReply').where('id', '=', id).returning('id').executeTakeFirst()
        : undefined
      if (removed === undefined) throw noSuchReply()
    },
  }
}

function toReply({ id, name, text, modifiedAt }: Selectable<SavedReplyTable>): SavedReply {
  return { id, name, text, modifiedAt: modifiedAt.toISOString() }
}

/** @throws AppError INVALID_INPUT */
function checked({ name, text }: NewSavedReply): NewSavedReply {
  const reply = { name: name.trim(), text: text.trim() }
  for (const [path, value] of Object.entries(reply)) {
    if (value !== '') continue
    const message = path === 'name' ? 'A saved reply needs a name.' : 'A saved reply needs a text.'
    throw new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
  }
  return reply
}

function replyExists(cause: unknown): AppError {
  return new AppError('SAVED_REPLY_EXISTS', 'Another saved reply has this name. Choose another one.', { cause })
}

function noSuchReply(): AppError {
  return new AppError('NOT_FOUND', 'There is no such saved reply.')
}
