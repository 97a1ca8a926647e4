import { expect, it } from 'vitest'
import { createNameCache } from './name-cache.ts'

it('asks once for a name, also where the answer is that there is none', async () => {
  const nameOf = createNameCache()
  for (const name of ['Ann', '']) {
    let asked = 0
    const ask = async () => {
      asked += 1
      return name
    }
    expect([await nameOf(`contact ${name}`, ask), await nameOf(`contact ${name}`, ask)]).toEqual([name, name])
    expect(asked).toBe(1)
  }
})

it('asks again after an ask that failed, and has no name meanwhile', async () => {
  const nameOf = createNameCache()
  const failing = async () => {
    throw new Error('No answer.')
  }
  expect(await nameOf('contact', failing)).toBe('')
  expect(await nameOf('contact', async () => 'Ann')).toBe('Ann')
})
