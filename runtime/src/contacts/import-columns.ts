import { type ContactField, type ContactImportColumn, contactLimits } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'

/** What names of columns with addresses and with ids of other systems begin with. */
export const CHANNEL = 'channel:'
export const EXTERNAL_ID = 'external_id:'

/**
 * Which column of a file is what: as the caller says, else by the name in its first line.
 * @param given targets in the order of the columns; undefined for what the names say
 * @throws AppError INVALID_INPUT when no column can be used, or one target stands twice
 */
export function importColumns(
  names: readonly string[],
  given: readonly string[] | undefined,
  { fields, kinds }: { readonly fields: readonly ContactField[]; readonly kinds: ChannelKinds },
): readonly ContactImportColumn[] {
  const columns = names.map((name, place) => ({
    name: name.trim().slice(0, 100),
    target: given === undefined ? targetOf(name, fields, kinds) : (given[place] ?? '').trim(),
  }))
  const targets = columns.map(({ target }) => target).filter((target) => target !== '')
  for (const target of targets) requireTarget(target, fields, kinds)
  const twice = targets.find((target, place) => targets.indexOf(target) !== place)
  if (twice !== undefined) throw unusable(`Two columns are "${twice}". Leave one of them aside.`)
  return columns
}

function targetOf(given: string, fields: readonly ContactField[], kinds: ChannelKinds): string {
  const name = given.trim()
  const word = plain(name)
  const field = fields.find(({ key, label }) => plain(key) === word || plain(label) === word)
  if (field !== undefined) return field.key
  if (name.startsWith(EXTERNAL_ID) && name.length > EXTERNAL_ID.length) return name
  const kind = kinds.all.find(({ id, title }) => name === `${CHANNEL}${id}` || plain(title) === word)
  return kind === undefined ? '' : `${CHANNEL}${kind.id}`
}

/** @throws AppError INVALID_INPUT */
function requireTarget(target: string, fields: readonly ContactField[], kinds: ChannelKinds): void {
  if (target.startsWith(EXTERNAL_ID) && target.length > EXTERNAL_ID.length) {
    if (target.length <= EXTERNAL_ID.length + contactLimits.source) return
    throw unusable(`What follows "${EXTERNAL_ID}" has at most ${contactLimits.source} characters.`)
  }
  if (target.startsWith(CHANNEL)) {
    const kind = kinds.get(target.slice(CHANNEL.length))
    if (kind !== undefined && kind.contactsPerAccount !== true) return
    throw unusable(`Addresses of "${target.slice(CHANNEL.length, 80)}" cannot be imported.`)
  }
  if (!fields.some(({ key }) => key === target)) throw unusable(`Contacts have no field "${target.slice(0, 60)}".`)
}

/** `E-mail`, `e mail` and `email` are one. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

export function unusable(message: string): AppError {
  return new AppError('INVALID_INPUT', message, { errors: [{ path: 'csv', message }] })
}
