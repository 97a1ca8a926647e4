import { describe, expect, it } from 'vitest'
import { consentWishOf } from './consent-word.ts'

describe('a message that is a word of consent', () => {
  it.each([
    'STOP',
    'stop',
    ' Stop. ',
    'STOP!!',
    '"Stop"',
    'STOPALL',
    'stop all',
    'Unsubscribe',
    'cancel',
    'END',
    'Quit\n',
  ])('asks for no more messages: %j', (text) => expect(consentWishOf(text)).toBe('out'))
  it.each(['Arrêt', 'ARRET', 'stopp', 'Ｓｔｏｐ', 'Stop 🛑', 'stop\u200b'])(
    'may have accents, another language or signs that phones add: %j',
    (text) => expect(consentWishOf(text)).toBe('out'),
  )
  it.each(['START', 'unstop'])('asks for messages again: %j', (text) => expect(consentWishOf(text)).toBe('in'))
  it.each(['HELP', 'info?'])('asks for help: %j', (text) => expect(consentWishOf(text)).toBe('help'))
})

describe('any other message', () => {
  it.each([
    'Please stop calling me at work',
    'stop it',
    'the end',
    'Do not cancel',
    'STOP, please',
    'stopped',
    'nonstop',
    'S T O P',
    'Start the engine',
    'info@example.com',
    '',
    '!',
    `STOP${' '.repeat(60)}`,
  ])('asks for nothing: %j', (text) => expect(consentWishOf(text)).toBeUndefined())
})
