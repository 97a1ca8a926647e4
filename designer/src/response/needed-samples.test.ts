import { expect, test } from 'vitest'
import { samplesFor } from './needed-samples.ts'

test('a sample is what was typed last, else the proposal, under any name', () => {
  const needed = ['constructor', 'temp', 'toString'].map((name) => ({ name, proposal: `${name}?` }))
  const samples = Object.entries(samplesFor(needed, { temp: '' }))
  expect(samples).toEqual([
    ['constructor', 'constructor?'],
    ['temp', ''],
    ['toString', 'toString?'],
  ])
})
