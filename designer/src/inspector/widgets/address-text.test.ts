import type { AddressHints } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { addressText, exampleCall } from './address-text.ts'

const origin = 'https://patchbay.example'
const schema = Type.Object({
  path: Type.String({ title: 'Path' }),
  authToken: Type.String({ title: 'Auth Token', 'x-secret': true }),
  auth: Type.Object({
    type: Type.String(),
    username: Type.String({ title: 'Username' }),
    password: Type.String({ title: 'Password', 'x-secret': true }),
  }),
})
const source = (hints: AddressHints, inputs: Record<string, unknown>) => ({
  hints,
  schema,
  inputs,
  origin,
  flowId: 'f1',
})

test('inputs and the id of the flow are filled into the path, and what is missing is named', () => {
  const byPath = { path: '/hooks/{path}' }
  expect(addressText(source(byPath, { path: 'a/b' }))).toEqual({ url: `${origin}/hooks/a%2Fb` })
  expect(addressText(source(byPath, { path: '' }))).toEqual({ missing: 'Path' })
  expect(addressText(source({ path: '/triggers/{flowId}' }, {}))).toEqual({ url: `${origin}/triggers/f1` })
})

test('the example call carries the credential and the example of every Expected Input', () => {
  const hints: AddressHints = {
    path: '/x',
    example: {
      arguments: [{ flag: '-H', text: 'Authorization: Bearer {authToken}', ifSet: 'authToken' }],
      bodyRows: 'expectedInputs',
    },
  }
  const expectedInputs = [{ name: 'OrderNo' }, { name: 'total', type: 'number', example: '12.5' }, { name: '' }]
  const call = exampleCall(`${origin}/x`, source(hints, { authToken: "it's", expectedInputs }))
  expect(call).toEqual({
    method: 'POST',
    url: `${origin}/x`,
    headers: [{ name: 'Authorization', value: "Bearer it's" }],
    body: { ANI: '+13055550119', OrderNo: 'a value', total: 12.5 },
  })
  const stored = exampleCall(origin, source(hints, { authToken: { $secret: 's1' } }))
  expect(stored.headers).toEqual([{ name: 'Authorization', value: 'Bearer <Auth Token>' }])
  expect(exampleCall(origin, source(hints, { authToken: '' })).headers).toEqual([])
})

test('an argument stands only where its condition holds; the method is the first of its list', () => {
  const hints: AddressHints = {
    path: '/x',
    example: {
      methodOf: 'methods',
      arguments: [
        { flag: '-u', text: '{auth.username}:{auth.password}', when: { field: 'auth.type', equals: 'basic' } },
      ],
    },
  }
  const basic = { methods: ['PUT', 'GET'], auth: { type: 'basic', username: 'u', password: '' } }
  expect(exampleCall(origin, source(hints, basic))).toMatchObject({
    method: 'PUT',
    user: { name: 'u', password: '<Password>' },
  })
  expect(exampleCall(origin, source(hints, { auth: { type: 'none' } }))).not.toHaveProperty('user')
})
