// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the ${…} here are tokens of flow texts
import { describe, expect, it } from 'vitest'
import { flowOf, node } from '../../../test/fixtures/flows.ts'
import type { FlowProblem } from '../problem.ts'
import { applyFix } from './apply-fix.ts'

function fixed(message: string, find: string, replacement: string): unknown {
  const flow = flowOf([node(3, 'send-sms', { message })])
  const problem: FlowProblem = {
    severity: 'error',
    nodeId: 3,
    path: 'inputs.message',
    code: 'VARIABLE_UNKNOWN',
    message: '',
    fix: { label: '', find, replacement },
  }
  return applyFix(flow, problem).nodes[0]?.inputs.message
}

describe('a repair', () => {
  it('replaces whole tokens only', () => {
    expect(fixed('$forcast, $forcasts and $$forcast.', '$forcast', '$forecast')).toBe(
      '$forecast, $forcasts and $$forcast.',
    )
    expect(fixed('${for cast} {{forcast}}', '{{forcast}}', '{{forecast}}')).toBe('${for cast} {{forecast}}')
  })

  it('writes dollar signs as they are', () => {
    expect(fixed('5 $USD', '$USD', '$$USD')).toBe('5 $$USD')
  })

  it('sets the time zone of the flow', () => {
    const flow = { ...flowOf([]), settings: { timeZone: 'America/New_Yorck', maxSteps: 10 } }
    const problem: FlowProblem = {
      severity: 'error',
      path: 'settings.timeZone',
      code: 'TIME_ZONE_UNKNOWN',
      message: '',
      fix: { label: '', find: 'America/New_Yorck', replacement: 'America/New_York' },
    }
    expect(applyFix(flow, problem).settings).toEqual({ timeZone: 'America/New_York', maxSteps: 10 })
  })

  it('leaves the flow alone when there is none or the text has changed', () => {
    const flow = flowOf([node(3, 'send-sms', { message: 7 })])
    const base = { severity: 'error', code: 'VARIABLE_UNKNOWN', message: '' } as const
    expect(applyFix(flow, { ...base, nodeId: 3, path: 'inputs.message' })).toBe(flow)
    const fix = { label: '', find: '$a', replacement: '$b' }
    expect(applyFix(flow, { ...base, nodeId: 3, path: 'inputs.message', fix })).toBe(flow)
    expect(applyFix(flow, { ...base, nodeId: 8, path: 'inputs.message', fix })).toBe(flow)
    expect(applyFix(flow, { ...base, path: 'nodes', fix })).toBe(flow)
  })
})
