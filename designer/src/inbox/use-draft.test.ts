import { expect, it } from 'vitest'
import { tryingDraft } from './use-draft.ts'

const draft = { mode: 'reply', text: 'At three', key: 'first' } as const

it('an answer that is sent again as it was keeps its id, so that it is stored once', () => {
  const once = tryingDraft(draft, { text: 'At three' })
  expect(once.key).toBe('first')
  expect(tryingDraft(once, { text: 'At three' }).key).toBe('first')
})

it('an answer that was changed after a lost attempt is another one, and is not taken for the first', () => {
  const once = tryingDraft(draft, { text: 'At three' })
  const changed = tryingDraft({ ...once, text: 'At four' }, { text: 'At four' })
  expect(changed.key).not.toBe('first')
  expect(tryingDraft(changed, { text: 'At four' }).key).toBe(changed.key)
})
