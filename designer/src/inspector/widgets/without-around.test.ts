import { expect, it } from 'vitest'
import { withoutAround } from './without-around.ts'

const around = { prefix: 'https://', suffix: '.zendesk.com' }

it.each([
  ['https://acme.zendesk.com', 'acme'],
  ['  https://acme.zendesk.com\n', 'acme'],
  // As browsers copy it.
  ['https://acme.zendesk.com/', 'acme'],
  ['https://acme.zendesk.com/agent/dashboard?brand=1#top', 'acme'],
  ['https://acme.zendesk.com/go?to=https://other.zendesk.com', 'acme'],
])('takes the value out of a text that has around it what stands around the input: %j', (text, value) => {
  expect(withoutAround(text, around)).toBe(value)
})

it.each([
  'acme',
  'https://acme.zendesk.com.example.com/',
  'http://acme.zendesk.com',
  'https://acme/x.zendesk.com',
  'https://.zendesk.com',
  'https://acme',
  '',
])('leaves a text that does not fit: %j', (text) => {
  expect(withoutAround(text, around)).toBeUndefined()
})

it('takes a value out of what stands on one side only', () => {
  expect(withoutAround('sk-31f0', { prefix: 'sk-' })).toBe('31f0')
  expect(withoutAround('acme.example.com', { suffix: '.example.com' })).toBe('acme')
})

it('knows the host of an address where a path stands behind the input', () => {
  const api = { prefix: 'https://', suffix: '.example.com/api/v2' }
  expect(withoutAround('https://acme.example.com/api/v2', api)).toBe('acme')
  expect(withoutAround('https://acme.example.com/login', api)).toBe('acme')
})

it('keeps the path where it belongs to the value, or is none', () => {
  expect(withoutAround('https://example.com/help', { prefix: 'https://' })).toBe('example.com/help')
  expect(withoutAround('https://example.com/t/acme', { prefix: 'https://example.com/t/' })).toBe('acme')
  expect(withoutAround('sk-3/1f-x', { prefix: 'sk-', suffix: '-x' })).toBe('3/1f')
})

it('leaves every text where nothing stands around the input', () => {
  expect(withoutAround('acme', {})).toBeUndefined()
})
