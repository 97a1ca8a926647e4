import { expect, test } from 'vitest'
import { safeTarget } from './safe-target.ts'

test('goes back to the page that asked', () => {
  expect(safeTarget('/runs?status=failed')).toBe('/runs?status=failed')
})

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', null])(
  'never leaves this server: %s',
  (to) => {
    expect(safeTarget(to)).toBe('/')
  },
)
