import type { Contact } from './records.ts'

/** Where a page begins: behind this contact. */
interface Position {
  readonly updatedAt: string
  readonly id: string
}

/**
 * One page of contacts, in the order in which they were changed.
 *
 * Checkpoint and offset are the same here: the position of the last contact that was sent. A contact that changes between
 * two pages moves to the end and is sent again, so none is skipped.
 * @param checkpoint where the last synchronization ended; undefined for the first one
 * @param offset where the page before this one ended; undefined for the first page
 */
export function contactPage(
  all: readonly Contact[],
  {
    checkpoint,
    offset,
    pageSize,
  }: { readonly checkpoint?: string | undefined; readonly offset?: string | undefined; readonly pageSize: number },
) {
  const start = readPosition(offset) ?? readPosition(checkpoint)
  const wanted = all.filter((contact) => start === undefined || isBehind(contact, start)).sort(compare)
  const page = wanted.slice(0, pageSize)
  const last = page.at(-1)
  const end = last === undefined ? (offset ?? checkpoint) : positionText(last)
  return {
    contacts: page.map(toContact),
    // Both keys are left out where there is nothing to say.
    ...(wanted.length > page.length ? { next_offset: end } : {}),
    ...(end === undefined ? {} : { synchronization_checkpoint: end }),
  }
}

function toContact({ updatedAt: _, ...contact }: Contact) {
  return contact
}

function compare(left: Position, right: Position): number {
  return isBehind(left, right) ? 1 : -1
}

function isBehind(contact: Position, { updatedAt, id }: Position): boolean {
  if (contact.updatedAt !== updatedAt) return contact.updatedAt > updatedAt
  return contact.id > id
}

function positionText({ updatedAt, id }: Position): string {
  return `${updatedAt} ${id}`
}

function readPosition(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined
  const [updatedAt = '', id = ''] = text.split(' ')
  return { updatedAt, id }
}
