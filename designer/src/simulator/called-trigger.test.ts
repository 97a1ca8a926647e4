import type { NodeDefinition } from '@patchbay/shared/nodes'
import { expect, it } from 'vitest'
import { calledTrigger } from './called-trigger.ts'

const sets = [
  { name: 'ANI', title: 'The contact', sample: '+13055550119' },
  { name: 'order', title: 'The order' },
]
/** Only what is read of a definition. */
const definition = { sets, testForm: { rows: 'expectedInputs', also: ['ANI', 'order'] } } as unknown as NodeDefinition

it('the form asks for the Expected Inputs, and for what every call may bring that is not among them', () => {
  const inputs = { expectedInputs: [{ name: 'order', example: 'SV-1' }] }
  expect(calledTrigger({ inputs }, definition)).toMatchObject({
    inputs: [{ name: 'order', example: 'SV-1' }],
    also: [{ name: 'ANI', title: 'The contact', sample: '+13055550119' }],
  })
})
