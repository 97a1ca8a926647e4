import { type GuessedInput, guessInputs } from '@patchbay/shared/calls'
import type { Json } from '@patchbay/shared/json'

type Row = Readonly<Record<string, unknown>>

/** Names of the contact and our number, which every call may bring and no flow has to expect. */
const known: ReadonlySet<string> = new Set(['ANI', 'DNIS'])

/** The Expected Inputs with what a request has: rows keep what the builder wrote, and get what they lack. */
export function filledInputs(
  rows: readonly Row[],
  body: Json,
): { readonly rows: readonly Row[]; readonly count: number } {
  const guessed = guessInputs(body).filter(({ name }) => !known.has(name))
  const byName = new Map(guessed.map((input) => [input.name, input]))
  const kept = rows.filter(({ name }) => name !== '').map((row) => completed(row, byName.get(String(row.name))))
  const names = new Set(kept.map(({ name }) => name))
  return {
    rows: [...kept, ...guessed.filter(({ name }) => !names.has(name)).map((input) => ({ ...input }))],
    count: guessed.length,
  }
}

function completed(row: Row, input: GuessedInput | undefined): Row {
  if (input === undefined) return row
  const type = row.type === undefined || row.type === 'any' ? { type: input.type } : {}
  const isNew = row.example === undefined || row.example === ''
  return { ...row, ...type, ...(isNew ? { example: input.example } : {}) }
}
