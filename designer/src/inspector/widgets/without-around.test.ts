import { expect, it } from 'vitest'
import { withoutAround } from './without-around.ts'

const around = { prefix: 'https://', suffix: '.zendesk.com' }

it.each([
  ['https://acme.zendesk.com', 'acme'],
  ['  https://acme.zendesk.com\n', 'acme'],
])('takes the value out of a text that has around it what stands around the input: %j', (text, value) => {
  expect(withoutAround(text, around)).toBe(value)
})

it.each(['acme', 'https://acme.zendesk.com/', 'http://acme.zendesk.com', 'https://.zendesk.com', 'https://acme', ''])(
  'leaves a text that does not fit exactly: %j',
  (text) => {
    expect(withoutAround(text, around)).toBeUndefined()
  },
)

it('takes a value out of what stands on one side only', () => {
  expect(withoutAround('sk-31f0', { prefix: 'sk-' })).toBe('31f0')
  expect(withoutAround('acme.example.com', { suffix: '.example.com' })).toBe('acme')
})

it('leaves every text where nothing stands around the input', () => {
  expect(withoutAround('acme', {})).toBeUndefined()
})
