import { expect, test } from 'vitest'
import { nameProblem, proposedName } from './variable-name.ts'

test('the label of a value is its proposed name, made fit for a variable', () => {
  expect(proposedName(['properties', 'periods', 0, 'detailedForecast'], [])).toBe('detailedForecast')
  expect(proposedName(['wind speed (mph)'], [])).toBe('wind_speed_mph')
  expect(proposedName(['2nd'], [])).toBe('value_2nd')
})

test('an entry of a list takes the name of the list, the root is called value', () => {
  expect(proposedName(['tags', 3], [])).toBe('tags')
  expect(proposedName([], [])).toBe('value')
})

test('a name in use gets a number', () => {
  expect(proposedName(['temp'], ['temp', 'temp2'])).toBe('temp3')
})

test('empty, reserved and taken names are told apart', () => {
  expect(nameProblem('', [], [])).toBe('empty')
  expect(nameProblem('DateTime', [], [])).toBe('reserved')
  expect(nameProblem('EXTCALL_2', [], ['EXTCALL'])).toBe('reserved')
  expect(nameProblem('temp', ['temp'], [])).toBe('taken')
  expect(nameProblem('temp', [], [])).toBeNull()
})
