import type { RunResource, StepResource } from '@patchbay/shared/api'

export function step(part: Partial<StepResource> = {}): StepResource {
  return {
    seq: 1,
    nodeId: 2,
    visit: 1,
    type: 'external-web-call',
    name: 'Forecast',
    exit: 'success',
    inputs: {},
    outputs: {},
    variables: {},
    warnings: [],
    error: null,
    startedAt: '2026-11-20T17:04:11.000Z',
    durationMs: 10,
    ...part,
  }
}

export function run(part: Partial<RunResource> = {}): RunResource {
  return {
    id: '0198f3c2-71c4-7b2e-a9c5-5d0e41b29a41',
    flowId: '0198f3d0-71c4-7b2e-a9c5-5d0e41b2c8f7',
    flowName: 'Weather Forecast',
    version: 3,
    test: null,
    status: 'succeeded',
    trigger: { nodeId: 1, type: 'inbound-sms' },
    contact: '+13055550119',
    channel: 'sms',
    address: '+17865550100',
    waitingFor: null,
    startedAt: '2026-11-20T17:04:11.000Z',
    finishedAt: '2026-11-20T17:04:21.100Z',
    error: null,
    failedStep: null,
    warnings: 0,
    input: {},
    result: null,
    steps: [],
    ...part,
  }
}
