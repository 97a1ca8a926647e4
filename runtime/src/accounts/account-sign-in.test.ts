import { beforeAll, describe, expect, it } from 'vitest'
import type { AccountRecord } from './account-repository.ts'
import { createAccountSignIn } from './account-sign-in.ts'
import { hashPassword } from './password-hash.ts'

let account: AccountRecord
let derived: number
let nowMs: number

beforeAll(async () => {
  const at = new Date(0)
  account = {
    id: 'account',
    type: 'zapier',
    name: 'Zaps',
    properties: { username: 'zaps' },
    secrets: { password: { hash: await hashPassword('right') } },
    identity: 'zaps',
    createdAt: at,
    modifiedAt: at,
    modifiedBy: 'somebody',
  }
})

function create() {
  derived = 0
  nowMs = 0
  return createAccountSignIn(
    { findByIdentity: async (_, name) => (name === 'zaps' ? account : undefined) },
    {
      clock: () => nowMs,
      mostWrong: 3,
      passwordWork(derive) {
        derived += 1
        return derive()
      },
    },
  )
}

const tooMany = { code: 'TOO_MANY_REQUESTS' }

describe('the sign-in of an outside service', () => {
  it('counts passwords before they are derived, also many at the same time', async () => {
    const { verify } = create()
    const guesses = Array.from({ length: 10 }, (_, index) =>
      verify('zapier', { username: `name${index}`, password: 'wrong' }, '10.0.0.1'),
    )
    const outcomes = await Promise.allSettled(guesses)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(derived).toBe(3)
    await expect(verify('zapier', { username: 'zaps', password: 'right' }, '10.0.0.1')).rejects.toMatchObject(tooMany)
    expect(await verify('zapier', { username: 'zaps', password: 'right' }, '10.0.0.2')).toBe(account)
    nowMs = 60_000
    expect(await verify('zapier', { username: 'zaps', password: 'wrong' }, '10.0.0.1')).toBeUndefined()
  })

  it('counts them for one name from anywhere', async () => {
    const { verify } = create()
    for (let index = 0; index < 3; index += 1) {
      expect(await verify('zapier', { username: 'zaps', password: `${index}` }, `10.0.0.${index}`)).toBeUndefined()
    }
    await expect(verify('zapier', { username: 'zaps', password: '3' })).rejects.toMatchObject(tooMany)
  })

  it('lets a service in that has signed in before, and does not count right passwords', async () => {
    const { verify } = create()
    for (let index = 0; index < 5; index += 1) {
      expect(await verify('zapier', { username: 'zaps', password: 'right' }, '10.0.0.1')).toBe(account)
    }
    expect(derived).toBe(1)
    for (let index = 0; index < 4; index += 1) {
      await verify('zapier', { username: 'zaps', password: `${index}` }, '10.0.0.1').catch(() => undefined)
    }
    expect(derived).toBe(4)
    expect(await verify('zapier', { username: 'zaps', password: 'right' }, '10.0.0.1')).toBe(account)
  })
})
