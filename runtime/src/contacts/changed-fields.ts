import { type ContactValue, contactNameOf } from '@patchbay/shared/api'
import type { ContactFields } from './contact-record.ts'
import type { ReadFields } from './read-fields.ts'

/** One field before and after. */
type Difference = { readonly field: string; readonly from: ContactValue | null; readonly to: ContactValue | null }

/** A name that was made of first and last name follows them; one that was entered, or came from a messenger, stays. */
export function changedFields(before: ContactFields, given: ReadFields): ContactFields {
  const after = new Map(Object.entries(before))
  for (const [key, value] of Object.entries(given)) {
    if (value === null) after.delete(key)
    else after.set(key, value)
  }
  const { name: _name, ...unnamed } = before
  const isMade = before.name === undefined || before.name === contactNameOf(unnamed)
  if (!after.has('name') || (isMade && !('name' in given))) {
    after.delete('name')
    const made = contactNameOf(Object.fromEntries(after))
    if (made !== '') after.set('name', made)
  }
  return Object.fromEntries(after)
}

export function differencesOf(before: ContactFields, after: ContactFields): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }))
}
