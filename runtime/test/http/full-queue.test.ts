import { afterAll, beforeAll, expect, it } from 'vitest'
import { apiFlow, authToken, newContact, numberOfWeather, webhookFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  // No run may wait, so there is never room for one more.
  test = await startHttpTest({ PATCHBAY_QUEUE_LIMIT: '0' })
})

afterAll(() => test.close())

it('is answered before anything of the request is read: 429 with Retry-After', async () => {
  const flowId = await test.deploy(apiFlow())
  await test.deploy(webhookFlow('busy'))
  for (const path of [`/triggers/${flowId}`, '/hooks/busy']) {
    const answer = await test.call('POST', path, { token: 'wrong', raw: '{', headers: { 'content-type': 'text/csv' } })
    expect(answer).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await test.call('GET', '/api/runs')).body.items).toEqual([])
})

it('does not concern the events of a paused flow, which are stored', async () => {
  const flowId = await test.deploy(apiFlow('Paused'))
  await test.call('POST', `/api/flows/${flowId}/pause`)
  const body = { OrderNo: 'A-1', ANI: newContact(), DNIS: numberOfWeather }
  const answer = await test.call('POST', `/triggers/${flowId}`, { token: authToken, body })
  expect(answer.status, answer.text).toBe(202)
})

it('leaves a conversation with the person who wanted to start a flow there', async () => {
  const flowId = await test.deploy(apiFlow('Bill'))
  const from = newContact()
  await test.call('POST', '/api/simulator/messages', { body: { from, to: numberOfWeather, text: 'My bill, please' } })
  const { body: found } = await test.call('GET', `/api/conversations/search?text=${encodeURIComponent(from)}`)
  const path = `/api/conversations/${found.items[0].id}`
  await test.call('POST', `${path}/take`)
  const refused = await test.call('POST', `${path}/flows`, { body: { flowId, values: { OrderNo: 'A-1' } } })
  expect(refused, refused.text).toMatchObject({ status: 429, body: { code: 'TOO_MANY_REQUESTS' } })
  expect((await test.call('GET', path)).body.isWithPerson).toBe(true)
})
