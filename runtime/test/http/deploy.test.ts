import type { LiveEvent } from '@patchbay/shared/api'
import type { Flow, FlowProblem } from '@patchbay/shared/flow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import {
  apiFlow,
  authToken,
  contact,
  flowOf,
  nodeOf,
  numberOfWeather,
  smsFlow,
  webhookFlow,
} from './helpers/documents.ts'
import { type Answer, type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

async function create(document: unknown = smsFlow()): Promise<Answer> {
  const answer = await test.call('POST', '/api/flows', { body: document })
  expect(answer.status, answer.text).toBe(201)
  return answer
}

function save(id: string, revision: number | string | undefined, document: unknown): Promise<Answer> {
  const headers =
    revision === undefined ? {} : { 'if-match': typeof revision === 'number' ? `"${revision}"` : revision }
  return test.call('PUT', `/api/flows/${id}`, { headers, body: document })
}

const deploy = (id: string, headers: Record<string, string> = {}) =>
  test.call('POST', `/api/flows/${id}/deploy`, { headers })

describe('validate', () => {
  const validate = (document: unknown, query = '') =>
    test.call('POST', `/api/flows/validate${query}`, { body: document })

  it('finds nothing in a good flow', async () => {
    expect(
      (await validate(smsFlow())).body.problems.filter((p: { severity: string }) => p.severity === 'error'),
    ).toEqual([])
  })

  it('warns of a caller that waits for an answer of a flow that never responds', async () => {
    const trigger = nodeOf(1, 'webhook', { path: 'never-answered', answer: 'respond' })
    const [first, second] = [nodeOf(2, 'respond', { status: 200, body: '{}' }), nodeOf(3, 'stop', {})]
    const codes = async (nodes: Flow['nodes'], to: number) => {
      const { body } = await validate(flowOf('X', nodes, [{ from: 1, exit: 'next', to }]))
      return body.problems.flatMap((problem: FlowProblem) => (problem.code === 'NEVER_ANSWERED' ? problem : []))
    }
    const warning = {
      severity: 'warning',
      nodeId: 1,
      path: 'inputs.answer',
      code: 'NEVER_ANSWERED',
      message:
        'The caller waits until the flow responds, but no Respond follows #1 Action 1: it gets 202 when its time is ' +
        'over. Add Respond, or choose another Answer.',
    }
    expect(await codes([trigger, first], 2)).toEqual([])
    expect(await codes([trigger, first, second], 3)).toEqual([warning])
    expect(await codes([trigger, { ...first, disabled: true }], 2)).toEqual([warning])
    expect(await codes([nodeOf(1, 'webhook', { path: 'at-once' }), second], 3)).toEqual([])
  })

  it('warns of a jump without a value that is expected where it leads', async () => {
    const expected = [{ name: 'word' }, { name: 'other', required: false }, { name: 'language', default: 'en' }]
    const problemsOf = async (inputs: object) => {
      const jump = nodeOf(2, 'jump-to', { flow: 'this', values: [], wait: true, returned: [], ...inputs })
      const nodes = [
        nodeOf(1, 'webhook', { path: 'jumps-here' }),
        jump,
        nodeOf(3, 'jump-from', { expected, handBack: [] }),
      ]
      const { body } = await validate(flowOf('X', nodes, [{ from: 1, exit: 'next', to: 2 }]))
      return body.problems.filter(({ code }: FlowProblem) => code === 'INPUT_INVALID')
    }
    const message = 'The Jump From #3 expects a value "word". Add it, or the jump fails.'
    const path = 'inputs.values'
    expect(await problemsOf({})).toEqual([{ severity: 'warning', nodeId: 2, path, code: 'INPUT_INVALID', message }])
    expect(await problemsOf({ values: [{ name: 'word', value: '$ANI' }] })).toEqual([])
    expect(await problemsOf({ number: 7 })).toMatchObject([
      { severity: 'error', path: 'inputs.flow', message: 'This flow has no Jump From with the number 7.' },
    ])
  })

  it('leads each problem to its field, in words', async () => {
    const call = nodeOf(2, 'external-web-call', { method: 'GET', url: 'https://example.com', timeoutSeconds: 500 })
    const { body } = await validate(flowOf('X', [nodeOf(1, 'inbound-sms'), call], [{ from: 1, exit: 'next', to: 2 }]))
    expect(body.problems).toContainEqual({
      severity: 'error',
      nodeId: 2,
      path: 'inputs.timeoutSeconds',
      code: 'INPUT_INVALID',
      message: 'Timeout must be 200 or less.',
    })
  })

  it('says an empty field once', async () => {
    const { body } = await validate(flowOf('X', [nodeOf(1, 'webhook', { path: '' })]))
    const about = body.problems.filter((problem: { path?: string }) => problem.path === 'inputs.path')
    expect(about).toHaveLength(1)
  })

  it('stores nothing', async () => {
    const before = (await test.call('GET', '/api/flows?limit=200')).body.items.length
    await validate(smsFlow())
    expect((await test.call('GET', '/api/flows?limit=200')).body.items).toHaveLength(before)
  })

  it('says which literal values no run can use', async () => {
    const text = (to: string, from: string) => nodeOf(2, 'send-sms', { to, from, message: 'Hi' })
    const about = async (to: string, from: string) => {
      const { body } = await validate(
        flowOf('X', [nodeOf(1, 'inbound-sms'), text(to, from)], [{ from: 1, exit: 'next', to: 2 }]),
      )
      return body.problems.filter((problem: { path?: string }) => problem.path?.startsWith('inputs.') === true)
    }
    expect(await about('+1786555O100', '$DNIS')).toMatchObject([{ severity: 'error', path: 'inputs.to' }])
    expect(await about('$ANI', '+442079460999')).toMatchObject([{ severity: 'error', path: 'inputs.from' }])
    expect(await about('$ANI', '+1 (786) 555-0100')).toEqual([])
  })

  it('lists a bounded number of problems', async () => {
    const body = '{{}} '.repeat(100_000)
    const call = nodeOf(2, 'external-web-call', {
      method: 'POST',
      url: 'https://example.com',
      contentType: 'text/plain',
      body,
    })
    const variables = Array.from({ length: 200 }, (_, index) => ({ name: `v${index}`, value: `$x${index} $y${index}` }))
    const set = nodeOf(3, 'set-variables', { variables })
    const connections = [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'success', to: 3 },
    ]
    const answer = await validate(flowOf('X', [nodeOf(1, 'inbound-sms'), call, set], connections))
    expect(answer.body.problems.length).toBeLessThanOrEqual(400)
    expect(answer.text.length).toBeLessThan(200_000)
  })

  it('takes the secrets of the named flow as present', async () => {
    const { id, document } = (await create(apiFlow())).body
    const missing = (body: { problems: { code: string }[] }) =>
      body.problems.some((problem) => problem.code === 'SECRET_MISSING')
    expect(missing((await validate(document, `?flowId=${id}`)).body)).toBe(false)
    expect(missing((await validate(document)).body)).toBe(true)
  })
})

describe('deploy', () => {
  it('makes the stored draft a version; later saves change nothing that is live', async () => {
    const { id, revision } = (await create()).body
    const deployed = await deploy(id, { 'if-match': `"${revision}"` })
    expect(deployed.status, deployed.text).toBe(200)
    expect(deployed.body.version).toBe(1)
    await save(id, revision, smsFlow('Changed'))
    const flow = (await test.call('GET', `/api/flows/${id}`)).body
    expect(flow.live.version).toBe(1)
    expect(flow.changes).toBe(1)
    expect((await test.call('GET', `/api/flows/${id}/versions/1`)).body.document.nodes[1].inputs.message).toBe('Hello')
  })

  it('is refused for a stale revision', async () => {
    const { id, revision } = (await create()).body
    await save(id, revision, smsFlow('Newer'))
    expect((await deploy(id, { 'if-match': `"${revision}"` })).body.code).toBe('STALE_REVISION')
    expect((await test.call('GET', `/api/flows/${id}`)).body.live).toBeNull()
  })

  it('is refused with the problems of the flow', async () => {
    const { id } = (await create(flowOf('No trigger', [nodeOf(1, 'send-sms', { message: 'x' })]))).body
    const answer = await deploy(id)
    expect(answer.status).toBe(422)
    expect(answer.body.code).toBe('NOT_DEPLOYABLE')
    expect(answer.body.problems.map((problem: { code: string }) => problem.code)).toContain('NO_TRIGGER')
  })

  it('is refused for a webhook path that another live flow answers', async () => {
    await test.deploy(webhookFlow('taken'))
    const { id } = (await create(webhookFlow('taken'))).body
    const answer = await deploy(id)
    expect(answer.status).toBe(409)
    expect(answer.body).toMatchObject({ code: 'PATH_IN_USE', errors: [{ path: '#1 inputs.path' }] })
  })

  it('gives a path to one of two flows that are deployed at once', async () => {
    const ids = await Promise.all(['raced', 'raced'].map(async (path) => (await create(webhookFlow(path))).body.id))
    const answers = await Promise.all(ids.map((id) => deploy(id)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409])
  })

  it('can be rolled back to an earlier version and taken off', async () => {
    const { id, revision } = (await create()).body
    await deploy(id)
    await save(id, revision, smsFlow('Second'))
    await deploy(id)
    const back = await test.call('POST', `/api/flows/${id}/versions/1/deploy`)
    expect(back.body.version).toBe(1)
    const versions = (await test.call('GET', `/api/flows/${id}/versions`)).body.items
    expect(versions.map(({ version, live }: { version: number; live: boolean }) => [version, live])).toEqual([
      [2, false],
      [1, true],
    ])
    expect((await test.call('POST', `/api/flows/${id}/undeploy`)).body.live).toBeNull()
    expect((await test.call('POST', `/api/flows/${id}/versions/9/deploy`)).body.code).toBe('VERSION_NOT_FOUND')
    expect((await test.call('GET', `/api/flows/${id}/versions/99999999999`)).body.code).toBe('VERSION_NOT_FOUND')
  })

  it('is told to everybody who looks on', async () => {
    const seen: LiveEvent[] = []
    const response = await test.runtime.app.request('/api/events', {
      headers: { authorization: `Bearer ${await test.tokenOf('viewer')}` },
    })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    const { id } = (await create()).body
    while (!seen.some((event) => event.type === 'flow' && event.flowId === id)) {
      const { value = '', done } = (await reader?.read()) ?? { done: true }
      for (const [, data] of value.matchAll(/^data: (.*)$/gm)) seen.push(JSON.parse(data ?? ''))
      if (done) break
    }
    await reader?.cancel()
    expect(seen).toContainEqual({ type: 'flow', flowId: id, revision: 1, at: expect.any(String) })
  })
})

describe('a paused flow', () => {
  it('holds events and starts them once it is resumed', async () => {
    const id = await test.deploy(apiFlow('Paused'))
    const start = () =>
      test.call('POST', `/triggers/${id}`, {
        token: authToken,
        body: { OrderNo: '1', ANI: contact, DNIS: numberOfWeather },
      })
    expect((await test.call('POST', `/api/flows/${id}/pause`)).body.paused).toBe(true)
    const held = await start()
    expect(held.status).toBe(202)
    const runOf = async () => (await test.call('GET', `/api/runs/${held.body.runId}`)).body
    expect(await runOf()).toMatchObject({ status: 'waiting', waitingFor: 'resume' })
    expect((await test.call('POST', `/api/flows/${id}/resume`)).body.paused).toBe(false)
    await eventually(async () => (await runOf()).status === 'succeeded')
    expect((await start()).status).toBe(202)
  })
})
