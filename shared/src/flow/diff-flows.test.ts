import { describe, expect, it } from 'vitest'
import { catalog, sendSms } from '../../test/fixtures/definitions.ts'
import { weatherFlow } from '../../test/fixtures/flows.ts'
import { diffFlows } from './diff-flows.ts'
import { connect, disconnect } from './edits/connections.ts'
import { setFlowDetails } from './edits/details.ts'
import { addNode, moveNodes, removeNodes, renameNode, setDisabled, setInput, setNodeNote } from './edits/nodes.ts'
import { addNote } from './edits/notes.ts'
import { setDeadline, setRetry } from './edits/retry.ts'
import { setSample } from './edits/sample.ts'
import type { Flow } from './schema.ts'

const live = weatherFlow()
const sentences = (draft: Flow) => diffFlows(live, draft, catalog).map(({ sentence }) => sentence)

describe('the differences between two versions', () => {
  it('are none for the same flow in another order of keys', () => {
    expect(sentences(weatherFlow())).toEqual([])
  })

  it('leave out places, board notes, notes for colleagues and sample replies', () => {
    const note = { id: 1, position: { x: 0, y: 0 }, size: { width: 100, height: 100 }, text: 'Hi' }
    const moved = moveNodes(live, new Map([[2, { x: 1, y: 1 }]]))
    expect(sentences(addNote(setNodeNote(moved, 2, 'why'), note))).toEqual([])
    expect(sentences(setSample(live, 2, '[]'))).toEqual([])
  })

  it('say what a field was and what it became', () => {
    expect(sentences(setInput(live, 2, ['timeoutSeconds'], 30))).toEqual(['#2 Forecast: Timeout 10 s became 30 s'])
    expect(sentences(setInput(live, 2, ['method'], 'POST'))).toEqual(['#2 Forecast: Method GET became POST'])
    expect(sentences(setInput(live, 3, ['message'], 'Sunny'))).toEqual(['#3 Forecast SMS: Message changed'])
    expect(sentences(setInput(live, 3, ['message'], ''))).toEqual(['#3 Forecast SMS: Message was cleared'])
    expect(sentences(setInput(live, 2, ['contentType'], 'text/plain'))).toEqual([
      '#2 Forecast: Content Type became text/plain',
    ])
  })

  it('count a list once and never show a secret', () => {
    const draft = setInput(live, 2, ['responseVariables', 0, 'query'], 'temp')
    expect(sentences(setInput(draft, 2, ['responseVariables', 1], undefined))).toEqual([
      '#2 Forecast: Response Variables changed',
    ])
    const secured = setInput(live, 2, ['auth'], { type: 'basic', username: 'me', password: 'hidden' })
    expect(sentences(secured)).toEqual([
      '#2 Forecast: Authentication none became basic',
      '#2 Forecast: Username became me',
      '#2 Forecast: Password was set',
    ])
  })

  it('leave out a default that is now written down and fields that no version shows', () => {
    expect(sentences(setInput(live, 2, ['auth'], { type: 'none', username: 'unused' }))).toEqual([])
  })

  it('name actions that came, went, were renamed or switched off', () => {
    expect(sentences(addNode(live, { id: 5, definition: sendSms, position: { x: 0, y: 0 } }))).toEqual([
      '#5 Send SMS was added',
    ])
    expect(sentences(renameNode(live, 4, 'Sorry'))).toEqual(['#4 Apology is now named Sorry'])
    expect(sentences(setDisabled(live, [4], true))).toEqual(['#4 Apology was disabled'])
    expect(diffFlows(live, removeNodes(live, [4]), catalog)).toEqual([
      { kind: 'removed', nodeId: 4, sentence: '#4 Apology was removed' },
    ])
  })

  it('name connections that changed between actions that stayed', () => {
    expect(sentences(connect(live, { from: 2, exit: 'failure', to: 3 }))).toEqual([
      '#2 Forecast: On Failure now leads to #3 Forecast SMS',
    ])
    expect(sentences(disconnect(live, { from: 1, exit: 'next' }))).toEqual([
      '#1 Inbound SMS: Next is no longer connected',
    ])
    const added = addNode(live, { id: 5, definition: sendSms, position: { x: 0, y: 0 } })
    expect(sentences(connect(added, { from: 3, exit: 'failure', to: 5 }))).toEqual(['#5 Send SMS was added'])
    expect(sentences(connect(added, { from: 2, exit: 'failure', to: 5 }))).toEqual([
      '#2 Forecast: On Failure now leads to #5 Send SMS',
      '#5 Send SMS was added',
    ])
  })

  it('begin with the details of the flow', () => {
    const draft = setFlowDetails(live, { name: 'Weather', description: 'x', settings: { timeZone: 'UTC' } })
    expect(sentences(setDisabled(draft, [4], true))).toEqual([
      'Flow Name Weather Forecast became Weather',
      'Description changed',
      'Time zone America/New_York became UTC',
      '#4 Apology was disabled',
    ])
  })

  it('tell limits of the flow and tries of an action in words', () => {
    const limited = setFlowDetails(live, {
      settings: {
        maxDurationSeconds: 90,
        concurrency: 5,
        missedTicks: 'run-once',
        onEnd: { url: 'https://x.example' },
      },
    })
    expect(sentences(limited)).toEqual([
      'Longest run became 90 s',
      'Runs at once became 5',
      'Missed starts left out became made up for once',
      'Alerts changed',
    ])
    expect(diffFlows(limited, live, catalog).map(({ sentence }) => sentence)).toContain(
      'Longest run 90 s was taken away',
    )
    const tried = setDeadline(setRetry(live, 2, { attempts: 3, backoffSeconds: 5 }), 2, 60)
    expect(sentences(tried)).toEqual(['#2 Forecast: Tries in all 1 became 3', '#2 Forecast: Deadline became 60 s'])
  })

  it('do not need to know the type of an action', () => {
    const [, first] = live.nodes
    if (first === undefined) throw new Error('The weather flow has four actions.')
    const odd = { ...live, nodes: [{ ...first, type: 'gone' }] }
    const other = { ...live, nodes: [{ ...first, type: 'gone', inputs: { a: 1 } }] }
    expect(diffFlows(odd, other, catalog).map(({ sentence }) => sentence)).toEqual(['#2 Forecast: its inputs changed'])
  })
})
