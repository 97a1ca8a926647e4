import { expect, test } from 'vitest'
import { readFlowFile } from './flow-file.ts'

test('reads a file that an editor saved with a byte order mark', () => {
  expect(readFlowFile('\uFEFF{"formatVersion":1,"name":"x"}')).toEqual({ formatVersion: 1, name: 'x' })
})

test('text that is no JSON is a SyntaxError', () => {
  expect(() => readFlowFile('{"name":')).toThrow(SyntaxError)
})

test('a format of the future says what to do', () => {
  expect(() => readFlowFile('{"formatVersion":99}')).toThrow('Update Patchbay')
})
