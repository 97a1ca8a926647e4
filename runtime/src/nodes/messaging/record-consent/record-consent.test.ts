import { expect, it } from 'vitest'
import { createStepContext } from '../../../../test/helpers/step-context.ts'
import type { FlowConsent } from '../../../kit/flow-consent.ts'
import { recordConsentAction } from './run.ts'

const inputs = { state: 'in', to: '+13055550119', from: '+17865550100', scope: 'all' }

async function run(change: object) {
  const recorded: FlowConsent[] = []
  const context = createStepContext({
    consents: {
      async record(consent) {
        recorded.push(consent)
        return { wasOptedOut: true }
      },
    },
  })
  const result = await recordConsentAction.run({ ...inputs, ...change }, context)
  await context.close()
  return { result, recorded }
}

it('records the consent with the flow, the action and the reason as its source', async () => {
  const { result, recorded } = await run({ reason: 'answered\n YES' })
  expect(recorded).toEqual([
    {
      channel: 'sms',
      contact: '+13055550119',
      address: '+17865550100',
      isForAddress: false,
      state: 'in',
      detail: 'Weather Forecast, #2 Forecast: answered YES',
    },
  ])
  expect(result).toEqual({ exit: 'success', outputs: { wasOptedOut: true, error: '' } })
})

it('records it for one address of ours where that is chosen', async () => {
  const { recorded } = await run({ state: 'out', scope: 'address' })
  expect(recorded).toMatchObject([{ isForAddress: true, state: 'out', detail: 'Weather Forecast, #2 Forecast' }])
})

it.each([{ to: ' ' }, { from: '' }])('fails without a contact or an address: %j', async (change) => {
  const { result, recorded } = await run(change)
  expect(result).toMatchObject({ exit: 'failure', error: { code: 'INVALID_VALUE' } })
  expect(recorded).toEqual([])
})
