import { expect, test } from 'vitest'
import { filledInputs } from './filled-inputs.ts'

test('a request adds what is not expected yet, and completes what is', () => {
  const rows = [{ name: 'OrderNo', required: false }, { name: 'total', type: 'text', example: 'mine' }, { name: '' }]
  const filled = filledInputs(rows, { OrderNo: 'SV-1', total: 5, urgent: true, ANI: '+1' })
  expect(filled).toEqual({
    count: 3,
    rows: [
      { name: 'OrderNo', required: false, type: 'text', example: 'SV-1' },
      { name: 'total', type: 'text', example: 'mine' },
      { name: 'urgent', type: 'boolean', required: true, example: 'true' },
    ],
  })
})
