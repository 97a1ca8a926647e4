import { expect, test } from 'vitest'
import { freeName } from './free-name.ts'

test('keeps a name that is free', () => {
  expect(freeName('Weather Forecast', ['Order Ready'])).toBe('Weather Forecast')
})

test('counts on when the name is taken, whatever its case', () => {
  expect(freeName('Weather Forecast', ['weather forecast'])).toBe('Weather Forecast 2')
  expect(freeName('Weather Forecast', ['Weather Forecast', 'Weather Forecast 2'])).toBe('Weather Forecast 3')
})

test('does not count behind a count', () => {
  expect(freeName('Weather Forecast 2', ['Weather Forecast 2'])).toBe('Weather Forecast 3')
})
