import { type Flow, FlowSchema } from '@patchbay/shared/flow'
import type { MessageRecord } from '../../src/store/messages/message-records.ts'
import type { AcceptRecord, RunEnd, StepRecord, StepRow } from '../../src/store/runs/run-records.ts'
import { uuidv7 } from '../../src/store/uuid.ts'

/** A valid flow document with one trigger and as many actions as asked for. */
export function aFlow(name = 'Weather', actions = 1): Flow {
  const ids = Array.from({ length: actions + 1 }, (_, index) => index + 1)
  return {
    formatVersion: FlowSchema.properties.formatVersion.const,
    name,
    description: '',
    settings: { timeZone: 'America/New_York', maxSteps: 1000 },
    nodes: ids.map((id) => ({
      id,
      type: id === 1 ? 'inbound-sms' : 'send-sms',
      name: `Action ${id}`,
      position: { x: id * 100, y: 0 },
      inputs: {},
    })),
    connections: ids.slice(1).map((id) => ({ from: id - 1, exit: 'next', to: id })),
    notes: [],
  }
}

export function aStep(change: Partial<StepRow> = {}): StepRow {
  return {
    seq: 1,
    nodeId: 1,
    visit: 1,
    type: 'inbound-sms',
    name: 'Inbound SMS',
    exit: 'next',
    inputs: {},
    outputs: { message: 'hello' },
    variables: {},
    warnings: [],
    error: null,
    startedAt: new Date(),
    durationMs: 1.5,
    ...change,
  }
}

/** A run that waits for its second action. */
export function anAccept(change: Partial<AcceptRecord> = {}): AcceptRecord {
  return {
    runId: uuidv7(),
    flowId: '019a0000-0000-7000-8000-000000000001',
    version: 1,
    status: 'running',
    triggerNodeId: 1,
    triggerType: 'inbound-sms',
    contact: '+15550001111',
    address: { channel: 'sms', value: '+15550002222' },
    input: { text: 'hello' },
    step: aStep(),
    nextNodeId: 2,
    ...change,
  }
}

/** The second step of a run. */
export function aStepRecord(runId: string, change: Partial<StepRecord> = {}): StepRecord {
  return {
    runId,
    epoch: 1,
    step: aStep({ seq: 2, nodeId: 2, type: 'send-sms', name: 'Reply', exit: 'success' }),
    nextNodeId: 3,
    ...change,
  }
}

export function anEnd(change: Partial<RunEnd> = {}): RunEnd {
  return { status: 'succeeded', error: null, result: null, finishedAt: new Date(), ...change }
}

/** A text from a contact. */
export function aMessage(change: Partial<MessageRecord> = {}): MessageRecord {
  const id = uuidv7()
  return {
    id,
    channel: 'sms',
    accountId: 'simulator',
    address: '+15550002222',
    contact: '+15550001111',
    contactAccount: '',
    direction: 'in',
    content: { text: 'hello 👋', media: [{ url: 'https://example.org/a.png' }] },
    status: 'received',
    at: new Date(),
    runId: null,
    providerId: `id of ${id}`,
    ...change,
  }
}
