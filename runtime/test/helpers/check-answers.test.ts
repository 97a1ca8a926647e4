import { endpoint, nothing, raw, shape, text } from '@patchbay/shared/api'
import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import { createAnswerCheck } from './check-answers.ts'

const get = endpoint({
  method: 'GET',
  path: '/api/things/:id',
  summary: '',
  answer: shape({ id: text(), parts: Type.Array(shape({ properties: Type.Optional(text()) })) }),
  errors: ['NOT_FOUND'],
})
const check = createAnswerCheck([
  get,
  endpoint({ method: 'GET', path: '/api/things/all', summary: '', answer: shape({ items: Type.Array(text()) }) }),
  endpoint({ method: 'DELETE', path: '/api/things/:id', summary: '', answer: nothing }),
  endpoint({ method: 'GET', path: '/api/things/:id/file', summary: '', answer: raw('text/csv') }),
])

const json = (body: unknown, status = 200, type = 'application/json') =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })

const problem = (code: string, status: number) => {
  const body = { type: 'about:blank', title: '', status, code, detail: '', errors: [], requestId: '' }
  return json(body, status, 'application/problem+json')
}

describe('the check of answers', () => {
  it('lets an answer pass that its endpoint declares, and leaves its body to be read', async () => {
    const answer = json({ id: '1', parts: [{ properties: 'x' }] })
    await check('GET', 'http://localhost/api/things/1?q=2', answer)
    expect(await answer.json()).toMatchObject({ id: '1' })
    await check('GET', '/api/things/all', json({ items: [] }))
    await check('DELETE', '/api/things/1', new Response(null, { status: 204 }))
    await check('GET', '/api/things/1', problem('NOT_FOUND', 404))
    await check('GET', '/api/things/1/file', new Response('a,b', { headers: { 'content-type': 'text/csv' } }))
    await check('GET', '/elsewhere', json('anything'))
  })

  it.each([
    ['a missing key', json({ id: '1' }), 'parts: This is required.'],
    ['a key that is not declared', json({ id: '1', parts: [], colour: 'red' }), 'colour: This key is not known here.'],
    ['such a key deep inside', json({ id: '1', parts: [{ size: 1 }] }), 'parts[0].size: This key is not known here.'],
    ['a value of another type', json({ id: 1, parts: [] }), 'id: This must be text.'],
    ['another status', json({ id: '1', parts: [] }, 201), 'answered 201, which its endpoint does not declare'],
    ['text instead of JSON', new Response('x', { headers: { 'content-type': 'text/plain' } }), 'instead of JSON'],
    ['an error that is not declared', problem('RUN_NOT_FOUND', 404), 'the error RUN_NOT_FOUND'],
    ['an error with the wrong status', problem('NOT_FOUND', 410), 'NOT_FOUND with 410 instead of 404'],
    ['an error that is no problem document', json({ error: 'no' }, 404), 'does not fit its schema'],
  ])('refuses %s and names endpoint and path', async (_, answer, reason) => {
    const refused = check('GET', '/api/things/1', answer)
    await expect(refused).rejects.toThrow(reason)
    await expect(refused).rejects.toThrow('GET /api/things/:id, asked as GET /api/things/1, ')
  })

  it('refuses a body where none is declared, and a file of another type', async () => {
    const done = new Response('done', { status: 200 })
    await expect(check('DELETE', '/api/things/1', done)).rejects.toThrow('answered 200')
    await expect(check('GET', '/api/things/1/file', json({}))).rejects.toThrow('instead of text/csv')
  })
})
