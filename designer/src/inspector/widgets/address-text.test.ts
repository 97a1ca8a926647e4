import type { AddressHints } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { addressText, curlExample } from './address-text.ts'

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

test('the example carries the credential and every value of the body, quoted for a shell', () => {
  const hints: AddressHints = {
    path: '/x',
    example: {
      arguments: [{ flag: '-H', text: 'Authorization: Bearer {authToken}', ifSet: 'authToken' }],
      bodyRows: { rows: 'expectedInputs', nameField: 'name' },
    },
  }
  const expectedInputs = [{ name: 'OrderNo' }, { name: '' }]
  const example = curlExample(`${origin}/x`, source(hints, { authToken: "it's", expectedInputs }))
  expect(example).toContain(`curl -X POST '${origin}/x'`)
  expect(example).toContain(`-H 'Authorization: Bearer it'\\''s'`)
  expect(example).toContain('"OrderNo":"a value"')
  const stored = curlExample(origin, source(hints, { authToken: { $secret: 's1' } }))
  expect(stored).toContain('Bearer <Auth Token>')
  expect(curlExample(origin, source(hints, { authToken: '' }))).not.toContain('Bearer')
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
  expect(curlExample(origin, source(hints, basic))).toMatch(/^curl -X PUT .*\n {2}-u 'u:<Password>'/)
  expect(curlExample(origin, source(hints, { auth: { type: 'none' } }))).not.toContain('-u')
})
