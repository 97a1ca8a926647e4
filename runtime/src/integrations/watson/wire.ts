import type { Json } from '@patchbay/shared/json'
import { fieldOf, listOf, textOf } from '../../kit/values.ts'

/** Longest part of the service's own words in an error. */
const LONGEST_REASON = 300

/** What the service says is wrong, in its words; empty when something else answers. It has four forms for it. */
export function reasonOf(body: Json | undefined): string {
  const [first] = listOf(fieldOf(body, 'errors'))
  const error = fieldOf(body, 'error')
  const said = [typeof error === 'string' ? error : undefined, fieldOf(first, 'message'), fieldOf(body, 'message')]
  const reason = textOf(
    [...said, fieldOf(body, 'errorMessage')].find((text) => typeof text === 'string' && text !== ''),
  )
  return reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason
}
