import { expect, test } from 'vitest'
import { curlExample, triggerAddress } from './trigger-address.ts'

const origin = 'https://patchbay.example'

test('a webhook answers under its path, an Inbound API under the flow id', () => {
  expect(triggerAddress({ origin, flowId: 'f1', inputs: { path: 'tickets' } })).toBe(`${origin}/hooks/tickets`)
  expect(triggerAddress({ origin, flowId: 'f1', inputs: { path: '' } })).toBeNull()
  expect(triggerAddress({ origin, flowId: 'f1', inputs: { expectedInputs: [] } })).toBe(`${origin}/triggers/f1`)
})

test('the example carries the credential and every expected input, quoted for a shell', () => {
  const example = curlExample(`${origin}/triggers/f1`, {
    authToken: "it's",
    expectedInputs: [{ name: 'OrderNo' }, { name: '' }],
  })
  expect(example).toContain(`-H 'Authorization: Bearer it'\\''s'`)
  expect(example).toContain('"OrderNo":"a value"')
})

test('a stored secret is named, never guessed', () => {
  expect(curlExample(origin, { authToken: { $secret: 's1' } })).toContain('Bearer <Auth Token>')
})
