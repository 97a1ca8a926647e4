import { expect, test } from 'vitest'
import { compileJsonPath, jsonPathArrival } from './json-path-later.ts'

const verdict = (text: string) => 'problem' in compileJsonPath(text)

test('a JSONPath passes until the library has come, then it is read and listeners hear of it', async () => {
  const arrived = new Promise<void>((resolve) => jsonPathArrival.subscribe(resolve))
  expect(jsonPathArrival.hasCome()).toBe(false)
  expect(verdict('$..[')).toBe(false)
  await arrived
  expect(jsonPathArrival.hasCome()).toBe(true)
  expect(verdict('$..[')).toBe(true)
  const compiled = compileJsonPath('$.a')
  expect('query' in compiled && compiled.query.evaluate({ a: 1 }).value).toBe(1)
})
