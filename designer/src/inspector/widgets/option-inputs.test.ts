import { expect, it } from 'vitest'
import { optionInputs } from './option-inputs.ts'

it('asks a source with the inputs that its choices depend on, and no others', () => {
  const inputs = { account: 'account-1', text: 'Hello', auth: { type: 'basic' } }
  expect(optionInputs(inputs, { dependsOn: ['account', 'auth.type'] })).toBe(
    '{"account":"account-1","auth.type":"basic"}',
  )
  expect(optionInputs(inputs, {})).toBe('{}')
  expect(optionInputs({}, { dependsOn: ['account'] })).toBe('{}')
})
