import { expect, test } from 'vitest'
import { previewText } from './preview-text.ts'

test('a long text is cut short, and says so', () => {
  const text = previewText('x'.repeat(5_000_000))
  expect(text).toHaveLength(20_001)
  expect(text.endsWith('…')).toBe(true)
})

test('a long list is cut short as well', () => {
  expect(previewText(Array.from({ length: 100_000 }, () => 'value')).length).toBeLessThan(20_100)
})

test('a short value is shown whole', () => {
  expect(previewText('84')).toBe('84')
  expect(previewText(null)).toBe('null')
  expect(previewText({ a: 1 })).toBe('{\n  "a": 1\n}')
})
