import { expect, test } from 'vitest'
import type { FieldVariable } from '../template/field-variables.ts'
import { measureText } from './measure-text.ts'

function variable(token: string, shownSample: string, sampleFrom: FieldVariable['sampleFrom'] = 'run'): FieldVariable {
  const path = token.slice(1).split('.')
  const words = path.join(' › ')
  return { path, token, title: token, type: 'text', certain: true, producer: null, shownSample, sampleFrom, words }
}

const forecast = variable('$forecast', 'Sunny, with a high near 84 and a light wind from the east.')
const temp = variable('$temp', '84')

test('a text is counted with the last values, and the variable that makes most of it is named', () => {
  const { sent, characters, values } = measureText('Now $temp F. $forecast', [forecast, temp])
  expect(sent).toBe(`Now 84 F. ${forecast.shownSample}`)
  expect(characters).toBe(sent.length)
  expect(values).toEqual({ from: 'last', longest: { variable: forecast, characters: 58 }, missing: [] })
})

test('one value that is only a sample of the definition makes it samples', () => {
  const sample = variable('$wind', '7 mph', 'definition')
  expect(measureText('$temp $wind', [temp, sample]).values).toEqual({ from: 'samples', longest: null, missing: [] })
})

test('a variable without a value counts as nothing, which is said', () => {
  const name = variable('$CONTACT_1.name', '', 'definition')
  const { characters, values } = measureText('Hi $CONTACT_1.name', [name])
  expect(characters).toBe(3)
  expect(values?.missing).toEqual([name])
})

test('a text without variables has nothing to explain', () => {
  expect(measureText('Hello 😀', [])).toEqual({ sent: 'Hello 😀', characters: 7, values: null })
})
