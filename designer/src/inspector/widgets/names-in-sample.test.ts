import { describe, expect, it } from 'vitest'
import { namesInSample } from './names-in-sample.ts'

describe('namesInSample', () => {
  it('lists the names of an object in their order', () => {
    expect(namesInSample('{ "id": "1", "caseNumber": "1042", "nested": { "x": 1 } }')).toEqual([
      'id',
      'caseNumber',
      'nested',
    ])
  })

  it('reads the first of several samples', () => {
    expect(namesInSample('[{ "a": 1 }, { "b": 2 }]')).toEqual(['a'])
  })

  it.each(['', '{', '5', '"text"', 'null', '[]', '[1]', '[[]]'])('finds no sample in %j', (text) => {
    expect(namesInSample(text)).toBeNull()
  })
})
