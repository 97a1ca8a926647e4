import { expect, test } from 'vitest'
import { catalog } from '../../../shared/test/fixtures/definitions.ts'
import { weatherFlow } from '../../../shared/test/fixtures/flows.ts'
import { variableWords } from './variable-words.ts'

const words = (...path: readonly (string | number)[]) => variableWords(path, weatherFlow(), catalog)

test('what triggers set is called by its title', () => {
  expect(words('ANI')).toBe('The contact')
  expect(words('DNIS')).toBe('Our number')
})

test('what an action leaves behind is called by the action and the title of the output', () => {
  expect(words('SMS_3', 'messageId')).toBe('Forecast SMS › ID of the message')
  expect(words('EXTCALL_2', 'responseBody', 'periods', 0)).toMatch(/^Forecast › .* › periods › 0$/)
  expect(words('EXTCALL_2', 'unheard')).toBe('Forecast › unheard')
})

test('what people have named keeps its name, as does what no action sets', () => {
  expect(words('temp')).toBe('temp')
  expect(words('body', 'size')).toBe('body › size')
  expect(words('SMS_99', 'reply')).toBe('$SMS_99.reply')
})

test('values of the contact and the conversation are called by what they are', () => {
  expect(words('contact', 'first_name')).toBe('First name of the contact')
  expect(words('conversation', 'topic')).toBe('First topic of the conversation')
})

test('dates and times are called by what they are', () => {
  expect(words('DateTime', 'currentDayofWeek')).toBe('Day of the week')
})
