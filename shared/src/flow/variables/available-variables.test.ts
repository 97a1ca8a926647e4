import { describe, expect, it } from 'vitest'
import { catalog } from '../../../test/fixtures/definitions.ts'
import { flowOf, node, weatherFlow } from '../../../test/fixtures/flows.ts'
import { setDisabled } from '../edits/nodes.ts'
import type { Flow } from '../schema.ts'
import { variableStatus, variablesAt } from './available-variables.ts'

function tokens(flow: Flow, nodeId: number): string[] {
  return variablesAt(flow, catalog, nodeId)
    .filter(({ producer }) => producer !== null)
    .map(({ token, certain }) => (certain ? token : `${token}?`))
}

const sets = (name: string) => ({ variables: [{ name, value: '1' }] })

describe('the variables an action may use', () => {
  it('are those of the actions before it, nearest first', () => {
    expect(tokens(weatherFlow(), 3)).toEqual([
      '$temp',
      '$winds',
      '$forecast',
      '$EXTCALL_2.statusCode',
      '$EXTCALL_2.responseBody',
      '$EXTCALL_2.error',
      '$ANI',
      '$DNIS',
      '$ISMS_1.message',
      '$ISMS_1.from',
    ])
  })

  it('leave out what is set on another exit only', () => {
    expect(tokens(weatherFlow(), 4)).toEqual([
      '$EXTCALL_2.statusCode',
      '$EXTCALL_2.error',
      '$ANI',
      '$DNIS',
      '$ISMS_1.message',
      '$ISMS_1.from',
    ])
  })

  it('name their producer, and end with the groups of the system', () => {
    const variables = variablesAt(weatherFlow(), catalog, 3)
    expect(variables[0]).toEqual({
      token: '$temp',
      path: ['temp'],
      title: 'temp',
      producer: { nodeId: 2, name: 'Forecast', type: 'external-web-call', category: 'data' },
      certain: true,
      type: 'any',
    })
    const system = variables.filter(({ producer }) => producer === null).map(({ path }) => path[0])
    expect([...new Set(system)]).toEqual(['contact', 'conversation', 'DateTime', 'Flow', 'Run', 'item'])
    expect(variables.at(-1)?.producer).toBeNull()
  })

  it('are certain only when every path sets them', () => {
    const flow = flowOf(
      [
        node(1, 'inbound-sms'),
        node(2, 'condition'),
        node(3, 'set-variables', {
          variables: [
            { name: 'a', value: '' },
            { name: 'b', value: '' },
          ],
        }),
        node(4, 'set-variables', sets('b')),
        node(5, 'send-sms'),
      ],
      '1 next 2',
      '2 true 3',
      '2 false 4',
      '3 next 5',
      '4 next 5',
    )
    expect(tokens(flow, 5).filter((token) => /^\$[ab]/.test(token))).toEqual(['$a?', '$b'])
  })

  it('count a visit of a loop, as possible but not certain', () => {
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'send-sms'), node(3, 'set-variables', sets('count')), node(4, 'send-sms')],
      '1 next 2',
      '2 success 3',
      '3 next 2',
      '2 failure 4',
    )
    expect(tokens(flow, 2)).toContain('$count?')
    expect(tokens(flow, 3)).toContain('$count?')
    expect(tokens(flow, 4)).toContain('$count?')
    expect(tokens(flow, 2)).toContain('$SMS_2.messageId?')
  })

  it('forget the outputs of an earlier visit, which the next one replaces', () => {
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'external-web-call'), node(3, 'send-sms'), node(4, 'send-sms')],
      '1 next 2',
      '2 success 3',
      '3 success 2',
      '2 failure 4',
    )
    expect(tokens(flow, 4)).not.toContain('$EXTCALL_2.responseBody?')
    expect(tokens(flow, 2)).toContain('$EXTCALL_2.responseBody?')
  })

  it('do not come from a disabled action, which passes through its first exit', () => {
    const flow = setDisabled(weatherFlow(), [2], true)
    expect(tokens(flow, 3)).toEqual(['$ANI', '$DNIS', '$ISMS_1.message', '$ISMS_1.from'])
    expect(tokens(flow, 4)).toEqual([])
    expect(variableStatus(flow, catalog, 3, ['temp'])).toBe('unknown')
  })

  it('do not come by an exit that is gone', () => {
    const options = [{ label: 'a' }]
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'switch', { options }), node(3, 'send-sms')],
      '1 next 2',
      '2 option-2 3',
    )
    expect(tokens(flow, 3)).toEqual([])
  })

  it('flow through actions that no trigger leads to yet, without reaching those it does lead to', () => {
    const flow = flowOf(
      [node(1, 'inbound-sms'), node(2, 'send-sms'), node(3, 'set-variables', sets('a')), node(4, 'send-sms')],
      '1 next 2',
      '3 next 4',
      '4 success 2',
    )
    expect(tokens(flow, 4)).toEqual(['$a'])
    expect(tokens(flow, 2)).not.toContain('$a?')
    expect(tokens(flow, 2)).toContain('$ANI')
  })

  it('are judged by name, field and place', () => {
    const flow = weatherFlow()
    const status = (nodeId: number, ...path: (string | number)[]) => variableStatus(flow, catalog, nodeId, path)
    expect(status(3, 'temp')).toBe('certain')
    expect(status(3, 'temp', 'deeper', 0)).toBe('certain')
    expect(status(4, 'temp')).toBe('unset')
    expect(status(3, 'forcast')).toBe('unknown')
    expect(status(3, 'EXTCALL_2', 'statusCode')).toBe('certain')
    expect(status(3, 'EXTCALL_2', 'responseBody', 'a', 0)).toBe('certain')
    expect(status(3, 'EXTCALL_2')).toBe('certain')
    expect(status(3, 'EXTCALL_2', 'typo')).toBe('unknown')
    expect(status(2, 'EXTCALL_2', 'statusCode')).toBe('unset')
    expect(status(3, 'DateTime', 'currentTime')).toBe('certain')
    expect(status(3, 'DateTime', 'now')).toBe('unknown')
    expect(status(3, 'item', 'externalChatData', 'x')).toBe('certain')
    expect(status(3, 'constructor')).toBe('unknown')
    expect(variableStatus(flowOf([node(1, 'send-sms')]), catalog, 1, ['ANI'])).toBe('unconnected')
  })

  it('do not depend on the order of nodes and connections', () => {
    const flow = weatherFlow()
    const turned = { ...flow, nodes: flow.nodes.toReversed(), connections: flow.connections.toReversed() }
    expect(tokens(turned, 3)).toEqual(tokens(flow, 3))
  })
})
