import type { Json } from '@patchbay/shared/json'
import { shortened } from '../../kit/not-sent.ts'
import { fieldOf, listOf, textOf } from '../../kit/values.ts'

/** What the service says is wrong, in its words; empty when something else answers. It has four forms for it. */
export function reasonOf(body: Json | undefined): string {
  const [first] = listOf(fieldOf(body, 'errors'))
  const error = fieldOf(body, 'error')
  const said = [typeof error === 'string' ? error : undefined, fieldOf(first, 'message'), fieldOf(body, 'message')]
  return shortened(
    textOf([...said, fieldOf(body, 'errorMessage')].find((text) => typeof text === 'string' && text !== '')),
  )
}
