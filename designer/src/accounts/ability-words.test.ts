import type { ChannelAbilities } from '@patchbay/shared/nodes'
import { expect, test } from 'vitest'
import { abilityWords, windowWords } from './ability-words.ts'

const least: ChannelAbilities = { text: { longest: 680, whenLonger: 'split' }, receipts: 'sent' }
const most: ChannelAbilities = {
  text: { longest: 4_096, whenLonger: 'split' },
  buttons: { most: 3, longestTitle: 20 },
  media: { types: ['image/*', 'application/*'], mostBytes: 1, most: 1 },
  templates: true,
  replyWindowHours: 24,
  receipts: 'read',
}

test('a line says what messages of a channel can hold', () => {
  expect(abilityWords(least)).toBe('Text to 680 characters')
  expect(abilityWords(most)).toBe('Text to 4,096 characters, files, 3 buttons, templates, read marks')
  const pictures = { ...least, media: { types: ['image/png'], mostBytes: 1, most: 1 } }
  expect(abilityWords(pictures)).toBe('Text to 680 characters, pictures')
})

test('a line says when a contact can be answered', () => {
  expect(windowWords(least)).toBe('Answer freely at any time')
  expect(windowWords({ ...least, replyWindowHours: 48 })).toBe('Answer freely for 48 hours after a message')
  expect(windowWords(most)).toBe('Answer freely for 24 hours after a message, then by template')
})
