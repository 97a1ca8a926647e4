import type { IntegrationManifest } from '@patchbay/shared/api'
import { startContactRun } from '@patchbay/shared/bridges'
import { readManifest } from '@patchbay/shared/manifests'
import { describe, expect, it } from 'vitest'
import { idleHost, made } from '../../test/helpers/integration-parts.ts'
import { standIn, stepContext, webClient } from '../../test/helpers/outside-calls.ts'
import { json, type Reply } from '../../test/helpers/stand-in.ts'
import { DirectoryError } from '../kit/directory.ts'
import { actionVersions, withVersion } from './action-versions.ts'
import { manifestIntegration } from './manifest-integration.ts'

const secret = 'token-of-ana-0123456789'

function manifestFor(origin: string) {
  const { manifest, errors } = readManifest(
    {
      integration: {
        name: 'desk',
        display_name: 'Desk',
        description: 'Tickets.',
        logo_url: 'https://bridge.example.com/logo.png',
        icon_url: 'https://bridge.example.com/icon.png',
        authentication_type: 'custom',
        authentication_configuration: [
          { field_name: 'token', display: 'Token', mandatory: true, type: 'password', store: true },
        ],
        auth_validation_endpoint: `${origin}/auth`,
        contact_synchronization_endpoint: `${origin}/contacts`,
      },
      actions: [
        {
          provider: 'desk',
          name: 'create',
          display: 'create a ticket',
          description: 'create a ticket',
          endpoint: `${origin}/create`,
          inputs: [{ key: 'subject', name: 'Subject' }],
        },
      ],
    },
    { mayBePlain: () => true },
  )
  if (manifest === undefined) throw new Error(JSON.stringify(errors))
  return manifest
}

const send =
  (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}, status = 200): Reply =>
  (response) => {
    response.writeHead(status, headers).end(body)
  }
const typed = (type: string) => ({ 'content-type': type })
const status = (code: number, body: unknown = {}) => json(body, code)
const leadsTo = (location: string, code = 302) => send('', { location }, code)
const deep = `${'['.repeat(300)}${']'.repeat(300)}`

/** Replies that no bridge should give. Where an action takes one for done, that is said. */
const broken: readonly (readonly [title: string, reply: Reply, isDone?: true])[] = [
  ['a page', send('<html><body>Sign in</body></html>', typed('text/html'))],
  ['a page that says it is JSON', send('<html></html>', typed('application/json'))],
  ['plain text', send('OK', typed('text/plain'))],
  ['XML', send('<ticket id="7"/>', typed('application/xml'))],
  ['half of a JSON document', send('{"message":"Do', typed('application/json'))],
  ['two JSON documents', send('{}{}', typed('application/json'))],
  ['JSON with a trailing comma', send('{"a":1,}', typed('application/json'))],
  ['JSON with comments', send('{} // done', typed('application/json'))],
  ['a form', send('message=Done', typed('application/x-www-form-urlencoded'))],
  ['JSON that is nested too deep', send(deep, typed('application/json'))],
  ['bytes that are no text', send(new Uint8Array([0xff, 0xfe, 0x00, 0x80]), typed('application/json'))],
  ['a picture', send(new Uint8Array([0x89, 0x50, 0x4e, 0x47]), typed('image/png'))],
  ['a body in another coding than it says', send('{}', { ...typed('application/json'), 'content-encoding': 'gzip' })],
  ['an unknown coding around JSON', send('{}', { ...typed('application/json'), 'content-encoding': 'br2' }), true],
  ['a huge body', send(`{"a":"${'x'.repeat(1_100_000)}"}`, typed('application/json'))],
  ['a body longer than it says', (response) => cut(response, 100)],
  ['a redirect', leadsTo('/elsewhere')],
  ['a redirect to a private address', leadsTo('http://169.254.169.254/latest/meta-data')],
  ['a redirect that keeps the method', leadsTo('/elsewhere', 307)],
  ['a permanent redirect', leadsTo('https://example.com/', 308)],
  ['a redirect to nowhere', send('', {}, 302)],
  ['300', status(300)],
  ['304', send('', {}, 304)],
  ['400', status(400, { message: 'No such desk' })],
  ['400 with an object as message', status(400, { message: { text: 'No' } })],
  ['401', status(401)],
  ['402', status(402)],
  ['403', status(403)],
  ['404 with a page', send('<h1>Not found</h1>', typed('text/html'), 404)],
  ['405', status(405)],
  ['409', status(409)],
  ['413', status(413)],
  ['418', status(418)],
  ['422', status(422)],
  ['429', send('', { 'retry-after': 'tomorrow' }, 429)],
  ['500', status(500)],
  ['502 of a gateway', send('<html>Bad gateway</html>', typed('text/html'), 502)],
  ['503', send('', { 'retry-after': '9'.repeat(400) }, 503)],
  ['504', status(504)],
  ['599', status(599)],
  ['a closed connection', (response) => void response.destroy()],
  [
    'a connection that is closed within',
    (response) => {
      response.writeHead(200, typed('application/json')).write('{"a":')
      setImmediate(() => response.destroy())
    },
  ],
  ['silence', () => undefined],
  ['a body that never ends', (response) => void response.writeHead(200, typed('application/json')).write('{')],
  ['a list', json([1, 2]), true],
  ['null', json(null), true],
  ['a number', json(7), true],
  ['a text', json('done'), true],
  ['members of other types', json({ message: 7, external_id: { a: [1] }, contact_external_id: null }), true],
  ['JSON under another type', send('{"message":"Done"}', typed('text/html')), true],
  ['JSON without a type', send('{"message":"Done"}'), true],
  ['202 without a body', send('', {}, 202), true],
]

function cut(response: Parameters<Reply>[0], length: number): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': length })
  response.write('{}')
  setImmediate(() => response.destroy())
}

/** The integration in its first version. */
function integrationOf(manifest: IntegrationManifest) {
  const history = withVersion(new Map(), { name: 'desk', version: 1, manifest })
  return manifestIntegration(manifest, { versions: actionVersions(manifest, history), pictures: {} })
}

async function setUp(reply: Reply) {
  const service = await standIn(reply)
  const manifest = manifestFor(service.origin)
  const integration = integrationOf(manifest)
  const marks: string[] = []
  const idle = idleHost(integration)
  const host = {
    ...idle,
    web: webClient(),
    attention: {
      ...idle.attention,
      mark: async (_id: string, _kind: string, problem: string) => void marks.push(problem),
    },
  }
  const parts = integration.create(host)
  const account = { id: 'a1', name: 'Desk of Ana', properties: { token: secret } }
  return { service, parts, account, marks }
}

describe('a broken bridge', () => {
  it('is one of at least forty here', () => {
    expect(broken.length).toBeGreaterThanOrEqual(40)
  })

  it.each(broken.map(([title, reply, isDone = false]) => ({ title, reply, isDone })))(
    'that answers an action with $title leads to an exit with a sentence, after one call',
    async ({ title, reply, isDone }) => {
      const { service, parts, account, marks } = await setUp(reply)
      const context = stepContext({ accounts: { open: async () => account, mask: () => ({ hide: (value) => value }) } })
      const [action] = parts.actions ?? []
      const inputs = { account: 'a1', data: { subject: 'Wet box' }, timeoutSeconds: 1, responseVariables: [] }
      const result = await action?.run(inputs, context, action.prepare?.(inputs))
      if (result === undefined || 'wait' in result) throw new Error('The action must not wait.')
      expect(result.exit).toBe(isDone ? 'success' : 'failure')
      if (!isDone) expect(result.error?.message).toMatch(/\w+ \w+/)
      expect(JSON.stringify(result)).not.toContain(secret)
      expect(service.requests).toHaveLength(1)
      expect(marks).toHaveLength(title === '401' ? 1 : 0)
    },
  )

  const ending = broken.filter(([title]) => !/silence|never ends/.test(title))
  it.each(ending.map(([title, reply]) => ({ title, reply })))(
    'that answers about an account with $title takes it or says why not',
    async ({ reply }) => {
      const { service, parts, account } = await setUp(reply)
      const signal = AbortSignal.timeout(2_000)
      const answer = await parts.admit?.(account, { signal }).then(
        ({ granted }) => granted,
        (thrown: unknown) => thrown,
      )
      if (answer instanceof Error) {
        expect(answer).toMatchObject({ code: 'ACCOUNT_REFUSED' })
        expect(answer.message).toMatch(/^The bridge .+\.$/)
        expect(answer.message).not.toContain(secret)
      } else expect(Object.values(answer ?? {}).every((value) => typeof value !== 'object')).toBe(true)
      expect(service.requests).toHaveLength(1)
    },
  )

  it.each(ending.map(([title, reply]) => ({ title, reply })))(
    'that answers for contacts with $title ends the call with a sentence that says what comes next',
    async ({ reply }) => {
      const { service, parts, account } = await setUp(reply)
      const call = { signal: AbortSignal.timeout(5_000) }
      const thrown = await parts.directory
        ?.contacts?.(account, startContactRun(undefined), call)
        .catch((error) => error)
      expect(thrown).toBeInstanceOf(DirectoryError)
      expect(['later', 'credentials', 'refused', 'broken']).toContain(thrown.kind)
      expect(thrown.message).toMatch(/^\w.+\.$/)
      expect(thrown.message).not.toContain(secret)
      expect(service.requests.length).toBeLessThanOrEqual(2)
    },
  )
})

it('a bridge that answers 204 about an account takes it, with nothing to keep', async () => {
  const { parts, account } = await setUp(send('', {}, 204))
  expect(await parts.admit?.(account, { signal: AbortSignal.timeout(2_000) })).toEqual({ granted: {} })
})

it('an integration that is data makes its parts without a call', () => {
  const manifest = manifestFor('https://bridge.example.com')
  expect(made(integrationOf(manifest)).parts.actions).toHaveLength(1)
})
