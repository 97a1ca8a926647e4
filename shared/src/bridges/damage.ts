import { isJsonObject, type Json } from '../json/index.ts'
import type { Faults } from './bridge-answer.ts'
import { type Part, pathOf } from './members.ts'

/** What decoding puts in place of bytes that are no text in the charset of an answer. */
const REPLACED = '\uFFFD'

/** How the text of an answer was decoded. */
export interface AnswerText {
  /** Some of its bytes could not be decoded. Without that, U+FFFD in a text is the bridge's own. */
  readonly isDamaged?: boolean
}

/**
 * Counts the entries that have lost characters, and says which: they are read all the same, since their other values are
 * good, and a lost character comes again. Undefined where something has that must go back as it came, or tells entries apart.
 */
export function countDamaged(faults: Faults, whole: Part, parts: readonly Part[]): number | undefined {
  const marks = ['next_offset', 'synchronization_checkpoint', 'context'].map((key) => ({ part: whole, key }))
  const ids = parts.map((part) => ({ part, key: 'id' }))
  const lost = [...marks, ...ids].find(({ part, key }) => isDamaged(part.members[key]))
  if (lost !== undefined) return faults.add(pathOf(lost.part, lost.key), `${LOST} It must come back as it is.`)
  const damaged = parts.flatMap((part) => {
    const key = Object.keys(part.members).find((name) => isDamaged(part.members[name]))
    return key === undefined ? [] : [{ part, key }]
  })
  for (const { part, key } of damaged) faults.add(pathOf(part, key), LOST, idOf(part))
  return damaged.length
}

const LOST = 'Some of its characters are lost: their bytes are not in the charset of the answer. Send JSON in UTF-8.'

function isDamaged(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.includes(REPLACED)
  if (Array.isArray(value)) return value.some(isDamaged)
  return isJsonObject(value) && Object.values(value).some(isDamaged)
}

function idOf({ members: { id } }: Part): string | undefined {
  return typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint' ? String(id) : undefined
}
