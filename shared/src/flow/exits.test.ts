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

  it('are one per row, labelled from the row', () => {
    const options = [{ label: 'Yes' }, { label: '' }, 'garbage']
    expect(exitsOf(switchAction, { options })).toEqual([
      { id: 'option-1', label: 'Yes' },
      { id: 'option-2', label: 'Option 2' },
      { id: 'option-3', label: 'Option 3' },
      { id: 'default', label: 'Default' },
    ])
  })

  it('belong to their rows by the numbers of these, wherever the rows stand', () => {
    const options = [{ label: 'B', exit: 2 }, { label: 'new' }, { label: 'A', exit: 1 }]
    expect(exitsOf(switchAction, { options }).map(({ id }) => id)).toEqual([
      'option-2',
      'option-3',
      'option-1',
      'default',
    ])
  })

  it.each([
    [
      [{ exit: 4 }, { exit: 4 }, { exit: 0 }, { exit: 1.5 }, { exit: 'x' }],
      ['option-4', 'option-1', 'option-2', 'option-3', 'option-5'],
    ],
  ])('are never shared, whatever stands in the rows: %j', (options, ids) => {
    expect(exitsOf(switchAction, { options, catchAll: false }).map(({ id }) => id)).toEqual(ids)
  })

  it('leave out one whose condition does not hold', () => {
    expect(exitsOf(switchAction, { catchAll: false })).toEqual([])
    expect(exitsOf(switchAction, {})).toEqual([{ id: 'default', label: 'Default' }])
  })
})
