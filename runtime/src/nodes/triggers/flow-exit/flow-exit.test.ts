import { expect, it } from 'vitest'
import { flowExitTrigger } from './start.ts'

it('Flow Exit says how the run ended, and makes variables of the values that were chosen', () => {
  const ending = { status: 'failed', errorCode: 'TIMEOUT', errorMessage: 'No answer.', runId: 'r' }
  const data = { ...ending, ANI: '+13055550119', DNIS: '', values: { city: 'Weston' } }
  expect(flowExitTrigger.start({ values: [] }, { data, contact: '+13055550119' })).toMatchObject({
    outputs: ending,
    variables: { city: 'Weston', ANI: '+13055550119' },
    contact: '+13055550119',
  })
})

it('Flow Exit takes the values of its rows', () => {
  expect(flowExitTrigger.handsBack?.({ values: [{ name: 'city', value: 'Weston' }] })).toEqual({ city: 'Weston' })
})
