import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import * as definitions from '../../../test/fixtures/definitions.ts'
import { flowOf, node } from '../../../test/fixtures/flows.ts'
import type { Catalog } from '../../nodes/index.ts'
import type { Flow } from '../schema.ts'
import { isSurelySet } from '../variables/empty-from.ts'
import { checkFlow } from './check-flow.ts'

const field = (neverEmpty: string, more = {}) =>
  Type.String({ 'x-required': true, 'x-template': { place: 'text', neverEmpty, ...more } })
const sendSms = {
  ...definitions.sendSms,
  inputs: Type.Object({
    to: field('Use a variable that always has a value.', { holds: 'phone' }),
    from: field('Choose one of our numbers.'),
    message: Type.String(),
  }),
}
const inboundApi = {
  ...definitions.inboundApi,
  sets: [
    { name: 'ANI', title: 'The contact' },
    { name: 'DNIS', title: 'Our number', mayBeEmpty: true },
    { perRow: 'expectedInputs', nameField: 'name', requiredField: 'required', defaultField: 'default' },
  ],
} as const
const schedule = { ...definitions.inboundSms, id: 'schedule', variablePrefix: 'SCHED', sets: [] }
const { inboundSms, setVariables, condition } = definitions
const catalog: Catalog = { nodes: [inboundSms, inboundApi, schedule, sendSms, setVariables, condition] }

/** Of the fields of Send SMS that must not be empty. */
function problems(flow: Flow): string[] {
  return checkFlow(flow, catalog).flatMap(({ severity, path = '', message }) =>
    path === 'inputs.from' || path === 'inputs.to' ? [`${severity} ${path}: ${message}`] : [],
  )
}

const sms = (id: number, change = {}) => node(id, 'send-sms', { to: '$ANI', from: '$DNIS', message: 'Hi', ...change })
const api = (...expectedInputs: object[]) => node(1, 'inbound-api', { expectedInputs })

describe('a sender or contact that may be empty in a run', () => {
  it('is nothing to say of a flow that is texted', () => {
    expect(problems(flowOf([node(1, 'inbound-sms'), sms(2)], '1 next 2'))).toEqual([])
  })

  it('stops the deploy where no trigger brings it, without the offer to write it as plain text', () => {
    const flow = flowOf([node(1, 'schedule'), sms(2)], '1 next 2')
    expect(problems(flow)).toEqual([
      'error inputs.to: `$ANI` is not set by any action before this one. Use a variable that always has a value.',
      'error inputs.from: `$DNIS` is not set by any action before this one. Choose one of our numbers.',
    ])
    expect(checkFlow(flow, catalog).some(({ fix }) => fix !== undefined)).toBe(false)
  })

  it('stops the deploy where only one of two triggers brings it, and names the other', () => {
    const flow = flowOf([node(1, 'inbound-sms'), node(2, 'schedule'), sms(3)], '1 next 3', '2 next 3')
    expect(problems(flow)).toEqual([
      expect.stringMatching(/^error inputs.to: `\$ANI` is not set on every path .* #2 schedule 2 brings none\. Use/),
      expect.stringMatching(/^error inputs.from: `\$DNIS` .* #2 schedule 2 brings none\. Choose one of our numbers\.$/),
    ])
  })

  it('is nothing to say of a trigger that is switched off', () => {
    const off = { ...node(2, 'schedule'), disabled: true }
    const flow = flowOf([node(1, 'inbound-sms'), off, sms(3)], '1 next 3', '2 next 3')
    expect(problems(flow)).toEqual([])
    expect(isSurelySet(flow, catalog, 3, ['DNIS'])).toBe(true)
  })

  it('stops the deploy where the caller of the flow need not send it', () => {
    const flow = flowOf([api(), sms(2)], '1 next 2')
    expect(problems(flow)).toEqual([
      expect.stringMatching(
        /^error inputs.from: `\$DNIS` is empty when #1 inbound-api 1 starts the flow without it\. Choose/,
      ),
    ])
    expect(problems(flowOf([api({ name: 'DNIS' }), sms(2)], '1 next 2'))).toEqual([])
  })

  it.each([
    [{ name: 'phone' }, []],
    [{ name: 'phone', required: false }, [expect.stringMatching(/^warning .* Make it required there, or give/)]],
    [{ name: 'phone', required: false, default: '+13055550119' }, []],
  ])('is a warning where an Expected Input need not come, and nothing where it has a value: %j', (row, found) => {
    const flow = flowOf([api({ name: 'DNIS' }, row), sms(2, { to: '$phone' })], '1 next 2')
    expect(problems(flow)).toEqual(found)
  })

  it('is left to an author who sets the variable, or decides by it, before', () => {
    const set = node(2, 'set-variables', { variables: [{ name: 'DNIS', value: '+17865550100' }] })
    expect(problems(flowOf([api(), set, sms(3)], '1 next 2', '2 next 3'))).toEqual([])
    const decided = node(2, 'condition', { tests: [{ left: '$DNIS', operator: 'isNotEmpty' }] })
    expect(problems(flowOf([api(), decided, sms(3)], '1 next 2', '2 true 3'))).toEqual([])
  })

  it('has no say where another value stands in for it', () => {
    expect(problems(flowOf([api(), sms(2, { from: '$(DNIS | default: "+17865550100")' })], '1 next 2'))).toEqual([])
  })
})

describe('a recipient that is written out', () => {
  it('is a phone number', () => {
    const of = (to: string) => checkFlow(flowOf([node(1, 'inbound-sms'), sms(2, { to })], '1 next 2'), catalog)
    expect(of('+1 786 555 0100')).toEqual([])
    expect(of('Dana')).toMatchObject([{ severity: 'error', path: 'inputs.to', code: 'INPUT_INVALID' }])
    expect(of('786 555 0100')).toMatchObject([
      { fix: { find: '786 555 0100', replacement: '+17865550100', label: 'Write +17865550100' } },
    ])
  })
})

describe('whether a variable is surely set', () => {
  it('follows the triggers that lead to an action, and those of the flow while none does', () => {
    const texted = flowOf([node(1, 'inbound-sms'), sms(2)], '1 next 2')
    expect(isSurelySet(texted, catalog, 2, ['DNIS'])).toBe(true)
    const called = flowOf([api(), sms(2)], '1 next 2')
    expect(isSurelySet(called, catalog, 2, ['DNIS'])).toBe(false)
    expect(isSurelySet(called, catalog, 2, ['ANI'])).toBe(true)
    expect(isSurelySet(flowOf([node(1, 'schedule'), sms(2)]), catalog, 2, ['DNIS'])).toBe(false)
    expect(isSurelySet(flowOf([node(1, 'inbound-sms'), sms(2)]), catalog, 2, ['DNIS'])).toBe(true)
    expect(isSurelySet(flowOf([sms(2)]), catalog, 2, ['DNIS'])).toBe(true)
  })
})
