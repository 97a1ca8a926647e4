import { describe, expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import { setDisabled, setInput } from '../edits/nodes.ts'
import type { Flow, FlowNode } from '../schema.ts'
import { checkFlow } from './check-flow.ts'

/** Each problem as `severity code #node path`. */
function problems(flow: Flow, numbers?: string[]): string[] {
  const addresses = numbers?.map((value) => ({ channel: 'sms', value }))
  return checkFlow(flow, catalog, addresses && { addresses }).map(({ severity, code, nodeId, path }) =>
    [severity, code, nodeId === undefined ? '' : `#${nodeId}`, path ?? ''].filter((part) => part !== '').join(' '),
  )
}

function messages(flow: Flow, code: string): string[] {
  return checkFlow(flow, catalog)
    .filter((problem) => problem.code === code)
    .map(({ message }) => message)
}

const text = { to: '$ANI', from: '$DNIS', message: 'Hi' }
const sms = (id: number, more: Partial<FlowNode> = {}) => node(id, 'send-sms', text, more)

describe('the check of a flow', () => {
  it('finds nothing in the weather flow: an open exit at the end of a way is how flows end', () => {
    expect(problems(weatherFlow())).toEqual([])
  })

  it('warns of an open failure exit where the run would otherwise go on', () => {
    const flow = flowOf([node(1, 'inbound-sms'), sms(2), sms(3)], '1 next 2', '2 success 3')
    expect(problems(flow)).toEqual(['warning EXIT_NOT_CONNECTED #2 exits.failure'])
    expect(messages(flow, 'EXIT_NOT_CONNECTED')[0]).toBe(
      'On Failure is not connected. If this text cannot be sent, the run ends here.',
    )
  })

  it('wants a trigger that is on, and says only that while there is none', () => {
    expect(problems(flowOf([]))).toEqual(['error NO_TRIGGER nodes'])
    expect(problems(flowOf([sms(1)]))).toEqual(['error NO_TRIGGER nodes'])
    expect(problems(setDisabled(flowOf([node(1, 'inbound-sms'), sms(2)], '1 next 2'), [1], true))).toEqual([
      'error NO_TRIGGER nodes',
    ])
  })

  it('allows a type only as often as its definition says', () => {
    const flow = flowOf([node(1, 'inbound-sms'), node(2, 'inbound-sms'), node(3, 'inbound-api')])
    expect(problems(flow)).toEqual(['error TOO_MANY_OF_TYPE #2 type'])
    expect(messages(flow, 'TOO_MANY_OF_TYPE')[0]).toMatch(/only one Inbound SMS, and #1 comes first/)
  })

  it('names unknown types and shared ids', () => {
    const flow = flowOf([node(1, 'inbound-sms'), node(2, '__proto__'), node(1, 'inbound-api')])
    expect(problems(flow)).toEqual(['error DUPLICATE_NODE_ID #1 nodes[2].id', 'error UNKNOWN_TYPE #2 type'])
  })

  it('refuses what is not offered any more, knows its exits and outputs, and says what to do', () => {
    const old = catalog.nodes.find(({ id }) => id === 'send-sms')
    if (old === undefined) throw new Error('Send SMS is missing.')
    const retired = { ...old, id: 'old-sms', variablePrefix: 'OLDSMS', retired: 'The carrier has this no more.' }
    const flow = flowOf([node(1, 'inbound-sms'), { ...sms(2), type: 'old-sms' }], '1 next 2')
    expect(checkFlow(flow, { ...catalog, older: [retired] })).toEqual([
      {
        severity: 'error',
        nodeId: 2,
        path: 'type',
        code: 'RETIRED_TYPE',
        message: `The carrier has this no more. Delete #2 ${flow.nodes[1]?.name}, or put another action in its place.`,
      },
    ])
  })

  it('refuses connections that cannot be', () => {
    const flow = flowOf(
      [node(1, 'inbound-sms'), sms(2), sms(3), node(4, 'switch', { options: [{ label: 'a' }] })],
      '1 next 2',
      '2 success 1',
      '2 failure 9',
      '2 success 3',
      '8 next 2',
      '3 failure 4',
      '4 option-2 3',
    )
    expect(problems(flow)).toEqual([
      'error DANGLING_CONNECTION connections[4]',
      'error TRIGGER_HAS_ENTRY #2 exits.success',
      'error DANGLING_CONNECTION #2 exits.failure',
      'error EXIT_CONNECTED_TWICE #2 exits.success',
      'error UNKNOWN_EXIT #4 exits.option-2',
    ])
  })

  it('warns of actions that no trigger leads to', () => {
    const flow = flowOf([node(1, 'inbound-sms'), sms(2), sms(3)], '1 next 1', '2 success 3')
    expect(problems(flow)).toContain('warning UNREACHABLE #2')
    expect(problems(flow)).toContain('warning UNREACHABLE #3')
    expect(problems(flow).filter((line) => line.includes('VARIABLE') || line.includes('EXIT_NOT'))).toEqual([])
  })

  it('wants required inputs that the form shows', () => {
    const flow = flowOf(
      [
        node(1, 'inbound-sms'),
        node(2, 'external-web-call', { auth: { type: 'basic', username: 'u' }, responseVariables: [{ name: 'a' }] }),
        node(3, 'external-web-call', { url: 'https://a.example', auth: { type: 'none' } }),
      ],
      '1 next 2',
      '2 success 3',
      '2 failure 3',
      '3 failure 2',
    )
    expect(problems(flow)).toEqual([
      'error SECRET_MISSING #2 inputs.auth.password',
      'error INPUT_MISSING #2 inputs.url',
      'error INPUT_MISSING #2 inputs.responseVariables[0].query',
    ])
    expect(messages(flow, 'INPUT_MISSING')).toEqual(['#2 needs URL of Service.', '#2 needs Query Expression in row 1.'])
  })

  it('takes a sealed secret for a value and asks for the value of a secret row', () => {
    const web = (inputs: Record<string, unknown>) => {
      const nodes = [
        node(1, 'inbound-sms'),
        node(2, 'external-web-call', { url: 'https://a.example', ...inputs }),
        sms(3),
      ]
      return problems(flowOf(nodes, '1 next 2', '2 failure 3', '3 failure 2'))
    }
    expect(web({ auth: { type: 'basic', username: 'u', password: { $secret: 's' } } })).toEqual([])
    expect(web({ headers: [{ key: 'X-Plain', value: '' }] })).toEqual([])
    expect(web({ headers: [{ key: 'X-Api-Key', value: '' }] })).toEqual([
      'error SECRET_MISSING #2 inputs.headers[0].value',
    ])
  })

  it('does not look into a disabled action, unless it decides the way', () => {
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'external-web-call', {}, { disabled: true }), sms(3), sms(4)],
      '1 next 2',
      '2 success 3',
      '3 failure 4',
      '4 failure 3',
    )
    expect(problems(flow)).toEqual([])
    const branch = flowOf([node(1, 'inbound-sms'), node(2, 'condition', {}, { disabled: true })], '1 next 2')
    expect(problems(branch)).toEqual(['error DISABLED_BRANCH #2'])
  })

  it('checks the time zone and offers the one that was meant', () => {
    const zoned = (timeZone: string) => ({ ...weatherFlow(), settings: { timeZone, maxSteps: 10 } })
    expect(problems(zoned('Mars/Olympus'))[0]).toBe('error TIME_ZONE_UNKNOWN settings.timeZone')
    expect(checkFlow(zoned('America/New_Yrok'), catalog)[0]?.fix?.replacement).toBe('America/New_York')
    expect(problems(zoned('Europe/Berlin')).some((line) => line.includes('TIME_ZONE'))).toBe(false)
  })

  it('misses an address of the channel only when it knows the addresses', () => {
    expect(problems(weatherFlow(), []).at(0)).toBe('warning NO_ADDRESS #1 inputs.numbers')
    expect(problems(weatherFlow(), ['+17865550100'])).toEqual(problems(weatherFlow()))
    const bots = { addresses: [{ channel: 'telegram', value: '@shop_bot' }] }
    expect(checkFlow(weatherFlow(), catalog, bots)[0]?.message).toContain('No number starts this flow yet')
  })

  it('lists errors first, then goes by the order of the document', () => {
    const flow = flowOf([node(1, 'inbound-sms'), sms(2), sms(3), sms(4)], '1 next 2', '2 success 3', '3 success 4')
    expect(problems(setInput(setInput(flow, 4, ['message'], ''), 2, ['message'], ''))).toEqual([
      'error INPUT_MISSING #2 inputs.message',
      'error INPUT_MISSING #4 inputs.message',
      'warning EXIT_NOT_CONNECTED #2 exits.failure',
      'warning EXIT_NOT_CONNECTED #3 exits.failure',
    ])
  })

  it('judges what other languages than a form may have written', () => {
    const garbage: unknown[] = [null, 0, '', '$', '{{', [], [null], [[]], {}, { $secret: 3 }, { length: 2 }, true]
    const names = ['url', 'headers', 'auth', 'body', 'contentType', 'responseVariables', 'message', 'tests', 'options']
    for (const value of garbage) {
      const inputs = Object.fromEntries(
        [...names, 'variables', 'expectedInputs', '__proto__'].map((name) => [name, value]),
      )
      const nodes = catalog.nodes.map((definition, index) => node(index + 1, definition.id, inputs))
      const wires = nodes.slice(1).map(({ id }) => `${id - 1} next ${id}`)
      expect(() => checkFlow(flowOf(nodes, ...wires), catalog, { addresses: [] })).not.toThrow()
    }
  })
})
