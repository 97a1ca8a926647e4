import { describe, expect, it } from 'vitest'
import { condition, inboundSms, sendSms, setVariables, switchAction, webCall } from '../../test/fixtures/definitions.ts'
import { node } from '../../test/fixtures/flows.ts'
import type { NodeDefinition } from '../nodes/node-definition.ts'
import { type SummaryOptions, summaryOf } from './summary.ts'

function line(definition: NodeDefinition, inputs: Record<string, unknown>, options: SummaryOptions = {}): string {
  const { parts } = summaryOf(definition, node(2, definition.id, inputs), options)
  return parts.map(({ text }) => text).join('')
}

describe('the key setting of a block', () => {
  it('shows method and address without the scheme', () => {
    const inputs = { method: 'GET', url: 'https://api.weather.gov/gridpoints/$office' }
    expect(summaryOf(webCall, node(2, 'external-web-call', inputs)).parts).toEqual([
      { text: 'GET', style: 'mono' },
      { text: ' ', style: 'text' },
      { text: 'api.weather.gov/gridpoints/', style: 'text' },
      { text: '$office', style: 'variable' },
    ])
  })

  it('sets the variables of a text off', () => {
    expect(summaryOf(sendSms, node(3, 'send-sms', { message: 'It is $temp F' })).parts).toEqual([
      { text: 'It is ', style: 'text' },
      { text: '$temp', style: 'variable' },
      { text: ' F', style: 'text' },
    ])
  })

  it('leaves a field out where its part says so', () => {
    const unless = { field: 'status', equals: 'keep' } as const
    const definition = { ...sendSms, summary: [{ text: 'as' }, { field: 'status', unless }] }
    const shown = ['keep', 'close'].map((status) => summaryOf(definition, node(3, 'send-sms', { status })).parts)
    expect(shown.map((parts) => parts.map(({ text }) => text).join(''))).toEqual(['as', 'as close'])
  })

  it('says what is missing', () => {
    expect(summaryOf(webCall, node(2, 'external-web-call', {})).problem).toBe('URL of Service is empty')
    expect(summaryOf(sendSms, node(2, 'send-sms', { message: ' ' })).problem).toBe('Message is empty')
    expect(summaryOf(sendSms, node(2, 'send-sms', { message: 'Hi' })).problem).toBeUndefined()
  })

  it('shows the numbers of a trigger', () => {
    expect(line(inboundSms, {}, { addresses: { title: 'Number', shown: ['+1 786 555 0100'] } })).toBe('+1 786 555 0100')
    expect(line(inboundSms, {}, { addresses: { title: 'Number', shown: ['+1 786 555 0100', 'b', 'c'] } })).toBe(
      '+1 786 555 0100 and 2 more',
    )
    expect(line(inboundSms, {}, { addresses: { title: 'Number', shown: [] } })).toBe('No number yet')
    expect(line(inboundSms, {}, { addresses: { title: 'Bot', shown: [] } })).toBe('No bot yet')
    expect(line(inboundSms, {})).toBe('')
  })

  it('lists the names that rows set', () => {
    expect(line(setVariables, { variables: [{ name: 'a' }, { name: '' }, { name: 'b' }] })).toBe('sets $a, $b')
    expect(line(setVariables, { variables: [] })).toBe('')
  })

  it('puts tests into words', () => {
    const tests = [
      { left: '$temp', operator: 'greater-than', right: '80' },
      { left: '$winds', operator: 'is-empty', right: 'ignored' },
    ]
    expect(line(condition, { match: 'any', tests })).toBe('$temp is greater than 80 or $winds is empty')
    expect(line(condition, { tests: [{ left: '$a', right: 'b' }] })).toBe('$a equals b')
  })

  it('leaves out rows that say nothing', () => {
    expect(line(condition, { tests: [null, 3, { left: '$a', right: 'b' }] })).toBe('$a equals b')
  })

  it('counts rows', () => {
    const counted: NodeDefinition = {
      ...switchAction,
      summary: [
        { field: 'value', style: 'template' },
        { count: 'options', one: '{n} option', other: '{n} options' },
      ],
    }
    const options = [{ label: 'a' }, { label: 'b' }, { label: 'c' }]
    expect(line(counted, { value: '$a', options })).toBe('$a 3 options')
    expect(line(counted, { value: '$a', options: [{ label: 'a' }] })).toBe('$a 1 option')
    expect(line(counted, { value: '$a', options: [] })).toBe('$a')
  })

  it('takes whatever stands in the inputs', () => {
    expect(line(condition, { tests: [null, 3, { left: {}, operator: [] }] })).toEqual(expect.any(String))
    expect(line(webCall, { url: { a: 1 }, method: 7 })).toBe('7')
  })
})
