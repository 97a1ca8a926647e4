import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { administrator, cookieOf, type HttpTest, origin, startHttpTest } from './helpers/http-test.ts'

const fromPage = { origin }

function signIn(test: HttpTest, body: unknown = administrator, peer = '10.0.0.1') {
  return test.call('POST', '/api/session', { token: null, headers: fromPage, body, peer })
}

describe('the first administrator', () => {
  it('is made with the code that was printed, once', async () => {
    const test = await startHttpTest()
    expect((await test.call('GET', '/api/setup', { token: null })).body).toEqual({ needsAdministrator: true })
    const code = await test.runtime.setupCode()
    const person = { name: 'Maya', ...administrator }
    const post = (body: unknown) => test.call('POST', '/api/setup', { token: null, headers: fromPage, body })

    const wrong = await post({ ...person, code: 'AAAAA-AAAAA' })
    expect(wrong.status).toBe(401)
    expect(wrong.body.errors[0].path).toBe('code')

    const made = await post({ ...person, code: code?.toLowerCase() })
    expect(made.status).toBe(201)
    expect(made.body.user).toMatchObject({ name: 'Maya', email: administrator.email, roles: ['administrator'] })
    const session = await test.call('GET', '/api/session', { token: null, headers: { cookie: cookieOf(made) } })
    expect(session.body).toEqual(made.body)

    expect((await test.call('GET', '/api/setup', { token: null })).body).toEqual({ needsAdministrator: false })
    expect(await test.runtime.setupCode()).toBeUndefined()
    expect((await post({ ...person, email: 'eve@example.com', code })).body.code).toBe('SETUP_DONE')
    await test.close()
  })

  it('needs no hyphen in the code, and chooses the time zone of the house', async () => {
    const test = await startHttpTest()
    const code = (await test.runtime.setupCode()) ?? ''
    const person = { name: 'Maya', ...administrator, timeZone: 'Europe/Berlin' }
    const post = (body: unknown) => test.call('POST', '/api/setup', { token: null, headers: fromPage, body })

    const nowhere = await post({ ...person, code, timeZone: 'Mars/Base' })
    expect(nowhere.status).toBe(422)
    expect(nowhere.body.errors[0].path).toBe('timeZone')
    expect((await test.call('GET', '/api/setup', { token: null })).body).toEqual({ needsAdministrator: true })

    expect((await post({ ...person, code: ` ${code.replace('-', '').toLowerCase()} ` })).status).toBe(201)
    expect((await test.call('GET', '/api/installation')).body.timeZone).toBe('Europe/Berlin')
    await test.close()
  })

  it('is one only, however many ask at once', async () => {
    const test = await startHttpTest()
    const code = await test.runtime.setupCode()
    const ask = (index: number) =>
      test.call('POST', '/api/setup', {
        token: null,
        headers: fromPage,
        body: { code, name: 'X', email: `x${index}@example.com`, password: administrator.password },
      })
    const answers = await Promise.all([1, 2, 3].map(ask))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409, 409])
    expect((await test.call('GET', '/api/users')).body.items).toHaveLength(1)
    await test.close()
  })

  it('cannot be guessed: a few wrong codes, then one has to wait', async () => {
    const test = await startHttpTest()
    const body = { name: 'Eve', code: 'AAAAA-AAAAA', ...administrator }
    const post = () => test.call('POST', '/api/setup', { token: null, headers: fromPage, body })
    const statuses = []
    for (let round = 0; round < 7; round += 1) statuses.push((await post()).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
    await test.close()
  })
})

describe('a session', () => {
  let test: HttpTest

  beforeAll(async () => {
    test = await startHttpTest({
      PATCHBAY_ADMIN_EMAIL: administrator.email,
      PATCHBAY_ADMIN_PASSWORD: administrator.password,
    })
  })

  afterAll(() => test.close())

  it('begins with e-mail and password, in any case of the e-mail, and ends with sign out', async () => {
    const signedIn = await signIn(test, { ...administrator, email: 'Maya@Example.COM' })
    expect(signedIn.status).toBe(200)
    const cookie = cookieOf(signedIn)
    expect((await test.call('GET', '/api/flows', { token: null, headers: { cookie } })).status).toBe(200)
    const out = await test.call('DELETE', '/api/session', { token: null, headers: { cookie, ...fromPage } })
    expect(out.status).toBe(204)
    expect((await test.call('GET', '/api/flows', { token: null, headers: { cookie } })).status).toBe(401)
  })

  it('is kept in a cookie that scripts and other sites cannot use', async () => {
    const [cookie = ''] = (await signIn(test)).headers.getSetCookie()
    expect(cookie).toMatch(/^patchbay\.session_token=/)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Strict/i)
  })

  it('is not given for a wrong password or an unknown e-mail, with the same words', async () => {
    const wrong = await signIn(test, { ...administrator, password: 'wrong password' }, '10.0.0.2')
    const unknown = await signIn(test, { ...administrator, email: 'nobody@example.com' }, '10.0.0.2')
    expect([wrong.status, unknown.status]).toEqual([401, 401])
    expect(wrong.body.detail).toBe(unknown.body.detail)
    expect(wrong.headers.getSetCookie()).toEqual([])
  })

  it('cannot be tried without end from one address; others are not locked out', async () => {
    const wrong = { ...administrator, password: 'wrong password' }
    const statuses = []
    for (let round = 0; round < 6; round += 1) statuses.push((await signIn(test, wrong, '10.0.0.3')).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
    const blocked = await signIn(test, administrator, '10.0.0.3')
    expect(blocked.status).toBe(429)
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await signIn(test, administrator, '10.0.0.4')).status).toBe(200)
  })

  it('cannot be tried fifty times at once from one address, and hardly any other work waits for it', async () => {
    const tries = Array.from({ length: 120 }, (_, index) =>
      signIn(test, { email: `nobody${index}@example.com`, password: 'wrong password' }, '10.0.0.5'),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    // Two passwords are derived at a time, and sixteen wait. On a busy machine some requests come later.
    const wrong = statuses.filter((status) => status === 401).length
    expect(wrong).toBeGreaterThanOrEqual(18)
    expect(wrong).toBeLessThanOrEqual(40)
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    // Attempts that were not made do not count.
    expect((await signIn(test, administrator, '10.0.0.5')).status).toBe(200)
    const more = []
    for (let index = wrong; index < 55; index += 1) {
      more.push(await signIn(test, { email: `no${index}@example.com`, password: 'wrong password' }, '10.0.0.5'))
    }
    expect(more.map(({ status }) => status)).toEqual([...Array(50 - wrong).fill(401), ...Array(5).fill(429)])
  })

  it("is nobody's with a forged or damaged cookie", async () => {
    const cookie = cookieOf(await signIn(test))
    for (const forged of [
      cookie.slice(0, -3),
      cookie.replace(/=.{5}/, '=abcde'),
      'patchbay.session_token=x',
      'patchbay=;;;',
    ]) {
      const answer = await test.call('GET', '/api/flows', { token: null, headers: { cookie: forged } })
      expect(answer.status, forged).toBe(401)
    }
  })

  it('has the rights of the role as it is now, and ends with its user', async () => {
    const body = {
      name: 'Tom',
      email: 'tom@example.com',
      password: 'another long password',
      roles: ['editor', 'api-user'],
    }
    const user = await test.call('POST', '/api/users', { body })
    expect(user.status).toBe(201)
    const cookie = cookieOf(await signIn(test, { email: body.email, password: body.password }))
    const asTom = () =>
      test.call('POST', '/api/numbers/clear', { token: null, headers: { cookie, ...fromPage }, body: {} })
    expect((await asTom()).status).toBe(422)
    await test.call('PUT', `/api/users/${user.body.id}`, { body: { roles: ['viewer'] } })
    expect((await asTom()).status).toBe(403)
    await test.call('DELETE', `/api/users/${user.body.id}`)
    expect((await asTom()).status).toBe(401)
  })

  it('shows a user of the API alone no flow and no conversation', async () => {
    const body = { name: 'Robot', email: 'robot@example.com', password: 'another long password', roles: ['api-user'] }
    await test.call('POST', '/api/users', { body })
    const cookie = cookieOf(await signIn(test, { email: body.email, password: body.password }))
    for (const path of ['/api/flows', '/api/runs', '/api/conversations', '/api/users', '/api/tokens']) {
      expect((await test.call('GET', path, { token: null, headers: { cookie } })).status, path).toBe(403)
    }
    expect((await test.call('GET', '/api/session/tokens', { token: null, headers: { cookie } })).status).toBe(200)
  })
})

describe('users', () => {
  let test: HttpTest

  beforeAll(async () => {
    test = await startHttpTest({
      PATCHBAY_ADMIN_EMAIL: administrator.email,
      PATCHBAY_ADMIN_PASSWORD: administrator.password,
    })
  })

  afterAll(() => test.close())

  it('have an e-mail each', async () => {
    const body = { name: 'M', email: 'MAYA@example.com', password: 'another long password', roles: ['viewer'] }
    expect((await test.call('POST', '/api/users', { body })).body.code).toBe('EMAIL_EXISTS')
  })

  it('keep an administrator among them', async () => {
    const { id } = (await test.call('GET', '/api/users')).body.items[0]
    expect((await test.call('DELETE', `/api/users/${id}`)).body.code).toBe('LAST_ADMINISTRATOR')
    const change = (roles: readonly string[]) => test.call('PUT', `/api/users/${id}`, { body: { roles } })
    expect((await change(['editor', 'agent', 'api-user'])).body.code).toBe('LAST_ADMINISTRATOR')
    const further = await change(['api-user', 'administrator', 'agent'])
    expect(further.body.roles).toEqual(['administrator', 'agent', 'api-user'])
    const second = {
      name: 'Ada',
      email: 'ada@example.com',
      password: 'another long password',
      roles: ['administrator'],
    }
    const { body } = await test.call('POST', '/api/users', { body: second })
    expect((await change(['agent'])).status).toBe(200)
    expect((await test.call('DELETE', `/api/users/${body.id}`)).body.code).toBe('LAST_ADMINISTRATOR')
  })

  it('have at least one role, each once', async () => {
    const body = { name: 'N', email: 'n@example.com', password: 'another long password' }
    for (const roles of [[], ['agent', 'agent'], ['owner']]) {
      expect((await test.call('POST', '/api/users', { body: { ...body, roles } })).status).toBe(422)
    }
  })

  it('are not shown with their passwords', async () => {
    const list = await test.call('GET', '/api/users')
    expect(Object.keys(list.body.items[0]).sort()).toEqual(['createdAt', 'email', 'id', 'name', 'roles'])
  })
})

describe('a request with a cookie', () => {
  let test: HttpTest
  let cookie: string

  beforeAll(async () => {
    test = await startHttpTest({
      PATCHBAY_ADMIN_EMAIL: administrator.email,
      PATCHBAY_ADMIN_PASSWORD: administrator.password,
      PATCHBAY_PUBLIC_URL: 'http://patchbay.example.com',
    })
    cookie = cookieOf(await signIn(test))
  })

  afterAll(() => test.close())

  const clear = (headers: Record<string, string>) =>
    test.call('POST', '/api/numbers/clear', {
      token: null,
      headers: { cookie, ...headers },
      body: { numbers: ['+17865550100'] },
    })

  it.each([
    ['the same host', { origin: 'http://localhost', host: 'localhost' }],
    ['the same host and port', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
    ['an IPv6 address', { origin: 'http://[::1]:3000', host: '[::1]:3000' }],
    ['the public address', { origin: 'http://patchbay.example.com', host: 'patchbay.example.com' }],
    ['the public address behind a proxy', { origin: 'http://patchbay.example.com', host: '127.0.0.1:3000' }],
  ])('may change something from %s', async (_, headers) => {
    expect((await clear(headers)).status).toBe(200)
  })

  it.each([
    ['without an Origin', { host: 'localhost' }],
    ['from another site', { origin: 'http://evil.example', host: 'localhost' }],
    ['from another port', { origin: 'http://localhost:8080', host: 'localhost:3000' }],
    ['from a sandboxed page', { origin: 'null', host: 'localhost' }],
    ['from a name that was pointed here', { origin: 'http://evil.example', host: 'evil.example' }],
    ['from a longer name', { origin: 'http://patchbay.example.com.evil.example', host: 'patchbay.example.com' }],
    ['from a file', { origin: 'file://', host: 'localhost' }],
  ])('is refused %s', async (_, headers) => {
    const answer = await clear(headers)
    expect(answer.status).toBe(403)
    expect(answer.body.code).toBe('ORIGIN_REFUSED')
  })

  it('is not made by a page of another site, whatever header it sends along', async () => {
    const headers = { origin: 'https://evil.example', authorization: 'Bearer anything' }
    const answer = await test.call('POST', '/api/session', { token: null, headers, body: administrator })
    expect(answer.body.code).toBe('ORIGIN_REFUSED')
  })

  it('may not even read under a foreign name', async () => {
    const foreign = await test.call('GET', '/api/flows', { token: null, headers: { cookie, host: 'evil.example' } })
    expect(foreign.body.code).toBe('ORIGIN_REFUSED')
    const own = await test.call('GET', '/api/flows', { token: null, headers: { cookie, host: 'localhost:3000' } })
    expect(own.status).toBe(200)
  })

  it('may not send a form, even where no body is due', async () => {
    const path = '/api/flows/00000000-0000-7000-8000-000000000000/undeploy'
    const headers = { cookie, ...fromPage, 'content-type': 'application/x-www-form-urlencoded' }
    expect((await test.call('POST', path, { token: null, headers, raw: 'a=b' })).status).toBe(415)
  })

  it('does not sign in from another site either', async () => {
    const answer = await test.call('POST', '/api/session', {
      token: null,
      headers: { origin: 'http://evil.example' },
      body: administrator,
    })
    expect(answer.body.code).toBe('ORIGIN_REFUSED')
  })
})
