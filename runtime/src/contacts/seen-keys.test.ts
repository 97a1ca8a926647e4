import { expect, it } from 'vitest'
import { createSeenKeys } from './seen-keys.ts'

it('knows all keys of a large import, and takes no others for them', () => {
  const seen = createSeenKeys()
  const keys = Array.from({ length: 20_000 }, (_, n) => `crm:A-${n}`)
  for (const key of keys) seen.add(key)
  expect(keys.filter((key) => !seen.has(key))).toEqual([])
  expect(keys.filter((key) => seen.has(`${key} `))).toEqual([])
})
