import type { RunFilters } from '../api/keys.ts'
import type { Phone } from './phones.ts'

/** The runs that a phone has started: those of tests of a draft, or those of what is live. */
export function runsOf({ contact }: Phone, draftOf: string | undefined): RunFilters {
  return draftOf === undefined ? { contact, test: 'false' } : { contact, test: 'true', flowId: draftOf }
}
