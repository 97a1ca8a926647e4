import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiFlow, authToken, webhookFlow } from './helpers/documents.ts'
import { type HttpTest, startHttpTest } from './helpers/http-test.ts'

let test: HttpTest

beforeAll(async () => {
  test = await startHttpTest()
})

afterAll(() => test.close())

const draft = async (document: object) => (await test.call('POST', '/api/flows', { body: document })).body.id
const listen = (flowId: string, nodeId = 1) => test.call('POST', `/api/flows/${flowId}/listen?nodeId=${nodeId}`)
const sampleOf = async (flowId: string) => (await test.call('GET', `/api/flows/${flowId}/sample?nodeId=1`)).body
const order = { OrderNo: 'SV-1', total: 12.5 }

describe('listening for a sample', () => {
  it('of an API flow takes a request before the first deploy, and starts nothing', async () => {
    const id = await draft(apiFlow('Draft'))
    const post = (token: string) => test.call('POST', `/triggers/${id}`, { token, body: order })
    expect((await post(authToken)).body.code).toBe('FLOW_NOT_LIVE')
    expect((await listen(id)).body).toEqual({ until: expect.any(String), sample: null })
    expect((await post('wrong')).status).toBe(401)
    expect((await sampleOf(id)).sample).toBeNull()
    const taken = await post(authToken)
    expect([taken.status, taken.body]).toEqual([200, { sample: true }])
    expect(await sampleOf(id)).toEqual({
      until: null,
      sample: { at: expect.any(String), method: 'POST', body: order },
    })
    expect((await post(authToken)).body.code).toBe('FLOW_NOT_LIVE')
    expect((await test.call('GET', `/api/runs?flowId=${id}`)).body.items).toEqual([])
  })

  it('of a live API flow takes also a request that is refused, and goes on as always', async () => {
    const id = await test.deploy(apiFlow('Live'))
    await listen(id)
    const refused = await test.call('POST', `/triggers/${id}`, { token: authToken, body: { orderNo: 'SV-1' } })
    expect(refused.status).toBe(400)
    expect((await sampleOf(id)).sample.body).toEqual({ orderNo: 'SV-1' })
  })

  it('takes a request by the words of SmartFlows', async () => {
    const id = await draft(apiFlow('Words'))
    await listen(id)
    const body = { flowId: id, $OrderNo: 'SV-1' }
    // The caller has to be known before the body is read, and a draft has no token that is known then.
    const token = await test.tokenOf('api-user')
    await test.call('POST', '/_rest/v4/sfgen/apitriggers', { token, body })
    expect((await sampleOf(id)).sample.body).toEqual({ OrderNo: 'SV-1' })
  })

  it('of a webhook takes a request with the credential that the draft demands', async () => {
    const auth = { type: 'header', headerName: 'x-key', headerValue: 'open-sesame' }
    const id = await draft(webhookFlow('sampled', { auth }))
    const post = (key: string) =>
      test.call('POST', '/hooks/sampled', { token: null, body: order, headers: { 'x-key': key } })
    await listen(id)
    expect((await post('wrong')).status).toBe(401)
    expect((await post('open-sesame')).body).toEqual({ sample: true })
    expect((await sampleOf(id)).sample.body).toEqual(order)
    expect((await post('open-sesame')).status).toBe(404)
  })

  it('is for triggers that are called, and for editors', async () => {
    const id = await draft(apiFlow('Not that'))
    expect((await listen(id, 2)).status).toBe(404)
    const token = await test.tokenOf('viewer')
    expect((await test.call('POST', `/api/flows/${id}/listen?nodeId=1`, { token })).status).toBe(403)
  })
})
