import { expect, it } from 'vitest'
import { createNameCache, nameIn } from './name-cache.ts'

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

it('takes a refusal for an answer, and a service that is busy or out of order for none', () => {
  const answer = (statusCode: number, body = {}) => {
    const isOk = statusCode < 300
    return nameIn({ statusCode, isOk, body, statusText: '', headers: [], text: '', bytes: 0 }, 'name')
  }
  expect([answer(200, { name: 'Ann' }), answer(200), answer(403), answer(404)]).toEqual(['Ann', '', '', ''])
  for (const statusCode of [429, 500, 503]) expect(() => answer(statusCode)).toThrow()
})
