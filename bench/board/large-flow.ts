import type { BoardNote, Connection, Flow, FlowNode } from '@patchbay/shared/flow'

const COLUMN = 280
const ROW = 190
/** Groups side by side, so that the board is about as wide as high. */
const GROUPS_IN_A_ROW = 7
const NOTES = 20

interface Part {
  readonly nodes: readonly FlowNode[]
  readonly connections: readonly Connection[]
}

/**
 * A flow as people build them, of any size: a text comes in, then group after group of a web call, a condition on
 * what it answered, two texts and variables; a note on some groups.
 */
export function largeFlow(nodeCount: number): Flow {
  const trigger: FlowNode = { id: 1, type: 'inbound-sms', name: 'Inbound SMS', position: { x: 0, y: 0 }, inputs: {} }
  const groups = Array.from({ length: Math.ceil((nodeCount - 1) / 5) }, (_, index) => groupOf(index))
  const nodes = [trigger, ...groups.flatMap((group) => group.nodes)].slice(0, nodeCount)
  const ids = new Set(nodes.map(({ id }) => id))
  const connections = groups.flatMap((group) => group.connections)
  return {
    formatVersion: 1,
    name: `${nodeCount} actions`,
    description: '',
    settings: { timeZone: 'America/New_York', maxSteps: 1000 },
    nodes,
    connections: [{ from: 1, exit: 'next', to: 2 }, ...connections].filter(
      ({ from, to }) => ids.has(from) && ids.has(to),
    ),
    notes: Array.from({ length: NOTES }, (_, index) => noteOf(index)),
  }
}

/** Where a group's upper left block stands. */
function placeOf(group: number) {
  const column = group % GROUPS_IN_A_ROW
  const row = Math.floor(group / GROUPS_IN_A_ROW)
  return { x: COLUMN + column * COLUMN * 3, y: row * ROW * 2 }
}

function groupOf(group: number): Part {
  const { x, y } = placeOf(group)
  const [call, test, answer, apology, remember] = [0, 1, 2, 3, 4].map((index) => 2 + group * 5 + index)
  if (!call || !test || !answer || !apology || !remember) throw new Error('A group has five actions.')
  const at = (column: number, row: number) => ({ x: x + column * COLUMN, y: y + row * ROW })
  const next = call + 5
  const text = (id: number, name: string, position: FlowNode['position'], message: string): FlowNode => ({
    id,
    type: 'send-sms',
    name,
    position,
    inputs: { to: '$ANI', from: '$DNIS', message },
  })
  return {
    nodes: [
      {
        id: call,
        type: 'external-web-call',
        name: `Forecast ${group + 1}`,
        position: at(0, 0),
        inputs: callInputs(group),
      },
      { id: test, type: 'condition', name: `Warm enough ${group + 1}?`, position: at(1, 0), inputs: conditionInputs },
      text(answer, `Answer ${group + 1}`, at(2, 0), "It's currently $temp F with $winds winds. Enjoy your stay!"),
      text(apology, `Apology ${group + 1}`, at(1, 1), 'We apologize for the inconvenience. Please try again later.'),
      {
        id: remember,
        type: 'set-variables',
        name: `Remember ${group + 1}`,
        position: at(2, 1),
        inputs: setInputs(group),
      },
    ],
    connections: [
      { from: call, exit: 'success', to: test },
      { from: call, exit: 'failure', to: apology },
      { from: test, exit: 'true', to: answer },
      { from: test, exit: 'false', to: remember },
      { from: answer, exit: 'success', to: next },
      { from: remember, exit: 'next', to: next },
    ],
  }
}

const callInputs = (group: number) => ({
  headers: [{ key: 'User-Agent', value: 'patchbay' }],
  method: 'GET',
  timeoutSeconds: 10,
  url: `https://api.weather.gov/gridpoints/MFL/${group},62/forecast?units=$units`,
  responseVariables: [
    { name: 'temp', query: 'temperature' },
    { name: 'winds', query: 'windSpeed' },
  ],
})

const conditionInputs = { match: 'all', tests: [{ left: '$temp', operator: 'greater-than', right: '60' }] }

const setInputs = (group: number) => ({
  variables: [
    { name: 'units', value: 'us' },
    { name: `place${group}`, value: 'Key Biscayne, $winds' },
  ],
})

function noteOf(index: number): BoardNote {
  const { x, y } = placeOf(index * 4)
  return {
    id: index + 1,
    position: { x: x - 20, y: y + ROW },
    size: { width: 220, height: 120 },
    text: 'The service is slow on Monday mornings: see the list of its owners before calling anybody.',
  }
}
