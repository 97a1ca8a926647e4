import { expect, test } from 'vitest'
import { isCharacterKey } from './character-keys.ts'

test.each(['O', 'shift+T', 'shift+1', '/', '?'])('%s types a character where nobody listens', (shortcut) => {
  expect(isCharacterKey(shortcut)).toBe(true)
})

test.each(['mod+S', 'mod++', 'mod+-', 'alt+ArrowUp', 'Delete', 'Escape', 'F6', 'shift+F6', ' '])(
  '%s types none',
  (shortcut) => {
    expect(isCharacterKey(shortcut)).toBe(false)
  },
)
