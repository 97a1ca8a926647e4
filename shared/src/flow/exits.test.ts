import { describe, expect, it } from 'vitest'
import { condition, switchAction, webCall } from '../../test/fixtures/definitions.ts'
import { exitsOf } from './exits.ts'

describe('exits of an action', () => {
  it('are the fixed ones in their order', () => {
    expect(exitsOf(webCall, {}).map(({ id, label }) => [id, label])).toEqual([
      ['success', 'On Success'],
      ['failure', 'On Failure'],
    ])
    expect(exitsOf(condition, {}).map(({ id }) => id)).toEqual(['true', 'false'])
  })

  it('are one per row, numbered from 1 and labelled from the row', () => {
    const options = [{ label: 'Yes' }, { label: '' }, 'garbage']
    expect(exitsOf(switchAction, { options })).toEqual([
      { id: 'option-1', label: 'Option 1: Yes' },
      { id: 'option-2', label: 'Option 2' },
      { id: 'option-3', label: 'Option 3' },
      { id: 'default', label: 'Default' },
    ])
  })

  it('leave out one whose condition does not hold', () => {
    expect(exitsOf(switchAction, { catchAll: false })).toEqual([])
    expect(exitsOf(switchAction, {})).toEqual([{ id: 'default', label: 'Default' }])
  })
})
