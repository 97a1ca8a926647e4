import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { describe, expect, it } from 'vitest'
import { inboundApiTrigger } from './start.ts'

const inputs = {
  expectedInputs: [{ name: 'FirstName', required: true }, { name: 'OrderNumber' }, { name: 'Note', required: false }],
}

function start(body: JsonObject) {
  return inboundApiTrigger.start(inputs, { data: { body } })
}

function refusalOf(body: JsonObject): AppError {
  try {
    start(body)
  } catch (error) {
    if (error instanceof AppError) return error
  }
  throw new Error('The trigger did not refuse.')
}

describe('Inbound API', () => {
  it('makes variables of the Expected Inputs and of ANI and DNIS', () => {
    const body = { FirstName: 'Dana', OrderNumber: 1001, ANI: '+13055550119', DNIS: '+17865550100', extra: { a: 1 } }
    expect(start(body)).toEqual({
      outputs: { body },
      variables: { FirstName: 'Dana', OrderNumber: 1001, Note: null, ANI: '+13055550119', DNIS: '+17865550100' },
      item: { ANI: '+13055550119', DNIS: '+17865550100', text: '', externalChatData: body },
      contact: '+13055550119',
      address: { channel: 'sms', value: '+17865550100' },
    })
  })

  it('starts without a contact and a number', () => {
    const begun = start({ FirstName: 'Dana', OrderNumber: 'A-1' })
    expect(begun.variables).toMatchObject({ ANI: '', DNIS: '' })
    expect('contact' in begun || 'address' in begun).toBe(false)
  })

  it('takes a value that is there but empty or null', () => {
    expect(start({ FirstName: '', OrderNumber: null }).variables).toMatchObject({ FirstName: '', OrderNumber: null })
  })

  it('names what is missing and the name that comes near', () => {
    const refusal = refusalOf({ FirstName: 'Dana', orderNumber: 'A-1' })
    expect(refusal).toMatchObject({ code: 'MISSING_INPUT', status: 400 })
    expect(refusal.errors).toEqual([
      {
        path: 'OrderNumber',
        message: 'Expected Input "OrderNumber" is missing. The request has "orderNumber"; names must match exactly.',
      },
    ])
  })

  it('names everything that is missing', () => {
    expect(refusalOf({}).errors.map(({ path }) => path)).toEqual(['FirstName', 'OrderNumber'])
  })

  it('does not take what every object has for a value', () => {
    const expecting = { expectedInputs: [{ name: 'constructor' }] }
    expect(() => inboundApiTrigger.start(expecting, { data: { body: {} } })).toThrow('"constructor" is missing')
  })

  it('finds defaults and examples that do not fit their type', () => {
    const rows = [{ name: 'n', type: 'number' as const, default: 'many', example: '3' }]
    expect(inboundApiTrigger.problems?.({ expectedInputs: rows })).toEqual([
      { path: 'expectedInputs[0].default', message: 'This has to be a number, such as 12.5.' },
    ])
  })

  it('wants an object', () => {
    expect(() => inboundApiTrigger.start(inputs, { data: { body: ['x'] } })).toThrow(AppError)
  })
})
