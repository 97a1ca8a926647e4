import { DAY_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administrator, cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

const fromPage = { origin }
const password = 'another long password'
const next = 'quite another password'

let test: HttpTest
let ahead = 0
let people = 0

beforeAll(async () => {
  test = await startHttpTest(
    { PATCHBAY_ADMIN_EMAIL: administrator.email, PATCHBAY_ADMIN_PASSWORD: administrator.password },
    { now: () => new Date(Date.now() + ahead) },
  )
})

afterAll(() => test.close())

interface Person {
  readonly id: string
  readonly email: string
}

async function addPerson(role = 'viewer'): Promise<Person> {
  people += 1
  const body = { name: 'Tom', email: `tom${people}@example.com`, password, role }
  return (await test.call('POST', '/api/users', { body })).body
}

async function signIn({ email }: Person, given = password) {
  const answer = await test.call('POST', '/api/session', {
    token: null,
    headers: fromPage,
    body: { email, password: given },
    peer: `10.0.1.${people}`,
  })
  return { status: answer.status, cookie: cookieOf(answer) }
}

const asPerson = (cookie: string, method: string, path: string, body?: unknown) =>
  test.call(method, path, { token: null, headers: { cookie, ...fromPage }, ...(body === undefined ? {} : { body }) })

const isIn = async (cookie: string) => (await asPerson(cookie, 'GET', '/api/flows')).status === 200

describe('a person', () => {
  it('changes the own password, which ends all sessions but the one of this browser', async () => {
    const tom = await addPerson()
    const [here, elsewhere] = [(await signIn(tom)).cookie, (await signIn(tom)).cookie]
    const changed = await asPerson(here, 'PUT', '/api/session/password', {
      currentPassword: password,
      newPassword: next,
    })
    expect([changed.status, changed.body.user.email]).toEqual([200, tom.email])
    expect(await isIn(cookieOf(changed))).toBe(true)
    expect([await isIn(here), await isIn(elsewhere)]).toEqual([false, false])
    expect((await signIn(tom)).status).toBe(401)
    expect((await signIn(tom, next)).status).toBe(200)
  })

  it('has to know the present password, which cannot be guessed that way either', async () => {
    const tom = await addPerson()
    const { cookie } = await signIn(tom)
    const change = (currentPassword: string) =>
      asPerson(cookie, 'PUT', '/api/session/password', { currentPassword, newPassword: next })
    const wrong = await change('wrong password')
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, 'currentPassword'])
    for (let round = 0; round < 4; round += 1) await change('wrong password')
    expect((await change(password)).status).toBe(429)
    expect(await isIn(cookie)).toBe(true)
  })

  it('needs ten characters or more', async () => {
    const { cookie } = await signIn(await addPerson())
    const body = { currentPassword: password, newPassword: 'short' }
    expect((await asPerson(cookie, 'PUT', '/api/session/password', body)).status).toBe(422)
  })

  it('signs out everywhere at once', async () => {
    const tom = await addPerson()
    const cookies = [(await signIn(tom)).cookie, (await signIn(tom)).cookie]
    const other = (await signIn(await addPerson())).cookie
    expect((await asPerson(cookies[0] ?? '', 'DELETE', '/api/sessions')).status).toBe(204)
    expect(await Promise.all(cookies.map(isIn))).toEqual([false, false])
    expect(await isIn(other)).toBe(true)
  })

  it('is not a token', async () => {
    expect((await test.call('DELETE', '/api/sessions')).status).toBe(400)
    const body = { currentPassword: password, newPassword: next }
    expect((await test.call('PUT', '/api/session/password', { body })).status).toBe(400)
  })
})

describe('a link for a new password', () => {
  const linkFor = async ({ id }: Person) => (await test.call('POST', `/api/users/${id}/password-reset`)).body
  const tokenIn = ({ url }: { readonly url: string }) => new URL(url).hash.slice(1)
  const reset = (token: string, given = next) =>
    test.call('POST', '/api/password-reset', { token: null, headers: fromPage, body: { token, password: given } })

  it('works once and ends all sessions', async () => {
    const tom = await addPerson()
    const { cookie } = await signIn(tom)
    const link = await linkFor(tom)
    expect(link.url).toMatch(/^http:\/\/localhost\/new-password#[\w-]{43}$/)
    expect(new Date(link.expiresAt).getTime() - Date.now()).toBeGreaterThan(DAY_MS - 60_000)
    // Nothing happens until it is used.
    expect(await isIn(cookie)).toBe(true)
    expect((await reset(tokenIn(link))).status).toBe(204)
    expect(await isIn(cookie)).toBe(false)
    expect([(await signIn(tom)).status, (await signIn(tom, next)).status]).toEqual([401, 200])
    expect((await reset(tokenIn(link), 'a third password')).body.code).toBe('INVALID_TOKEN')
    expect((await signIn(tom, next)).status).toBe(200)
  })

  it('is used by one of many who try it at the same time', async () => {
    const token = tokenIn(await linkFor(await addPerson()))
    const answers = await Promise.all(['first password', 'second password'].map((given) => reset(token, given)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401])
  })

  it('stops working with the next link, with a change of the password, after a day, and with its user', async () => {
    const tom = await addPerson()
    const first = await linkFor(tom)
    const second = await linkFor(tom)
    expect((await reset(tokenIn(first))).status).toBe(401)
    const { cookie } = await signIn(tom)
    await asPerson(cookie, 'PUT', '/api/session/password', { currentPassword: password, newPassword: next })
    expect((await reset(tokenIn(second))).status).toBe(401)
    const third = await linkFor(tom)
    ahead = DAY_MS
    expect((await reset(tokenIn(third))).status).toBe(401)
    ahead = 0
    const last = await addPerson()
    const link = await linkFor(last)
    await test.call('DELETE', `/api/users/${last.id}`)
    expect((await reset(tokenIn(link))).status).toBe(401)
  })

  it('is made by administrators, of people who are there', async () => {
    const tom = await addPerson('editor')
    const { cookie } = await signIn(tom)
    expect((await asPerson(cookie, 'POST', `/api/users/${tom.id}/password-reset`)).status).toBe(403)
    expect((await test.call('POST', '/api/users/nobody/password-reset')).status).toBe(404)
  })

  it('ends the token of the programs of its user', async () => {
    const robot = await addPerson('api-user')
    const authenticate = () =>
      test.call('POST', '/_rest/v4/authenticate', { token: null, body: { username: robot.email, password } })
    const { token } = (await authenticate()).body
    expect((await test.call('GET', '/triggers', { token })).status).toBe(200)
    await reset(tokenIn(await linkFor(robot)))
    expect((await test.call('GET', '/triggers', { token })).status).toBe(401)
  })
})
