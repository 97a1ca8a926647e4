import type { Catalog } from '../nodes/node-definition.ts'
import { indexCatalog } from './catalog-index.ts'
import { isFailureExit } from './exits.ts'
import { isRecord, ownValue } from './input-path.ts'
import { itemSchemaOf, propertiesOf } from './input-schema.ts'
import type { Connection, Flow } from './schema.ts'

const retryKeys = ['attempts', 'backoffSeconds', 'growth', 'maxBackoffSeconds', 'on']

const flowKeys = ['formatVersion', 'name', 'description', 'settings', 'nodes', 'connections', 'notes']
const nodeKeys = [
  'id',
  'type',
  'typeVersion',
  'name',
  'note',
  'position',
  'disabled',
  'retry',
  'deadlineSeconds',
  'inputs',
  'sample',
]
const settingKeys = [
  'timeZone',
  'maxSteps',
  'maxDurationSeconds',
  'concurrency',
  'ratePerMinute',
  'missedTicks',
  'onEnd',
]
const noteKeys = ['id', 'position', 'size', 'text']

/**
 * The same flow with keys, nodes and connections in one fixed order, so that files diff well. With a catalog
 * inputs stand in the order of their form, otherwise alphabetically.
 */
export function canonicalFlow(flow: Flow, catalog?: Catalog): Flow {
  const definitions = catalog === undefined ? undefined : indexCatalog(catalog).definitions
  return inOrder(flowKeys, {
    ...flow,
    settings: inOrder(settingKeys, flow.settings),
    nodes: flow.nodes
      .toSorted((a, b) => a.id - b.id)
      .map((node) =>
        inOrder(nodeKeys, {
          ...node,
          position: point(node.position),
          ...(node.retry === undefined ? {} : { retry: inOrder(retryKeys, node.retry) }),
          inputs: orderedInputs(node.inputs, definitions?.get(node.type)?.inputs),
        }),
      ),
    connections: flow.connections.map((connection) => inOrder(['from', 'exit', 'to'], connection)).sort(byExit),
    notes: flow.notes
      .toSorted((a, b) => a.id - b.id)
      .map((note) =>
        inOrder(noteKeys, {
          ...note,
          position: point(note.position),
          size: inOrder(['width', 'height'], note.size),
        }),
      ),
  })
}

function point(position: { x: number; y: number }): { x: number; y: number } {
  return { x: position.x, y: position.y }
}

/** By node, then in the order exits have on the block: numbered ones by number, failure last. */
function byExit(a: Connection, b: Connection): number {
  return (
    a.from - b.from ||
    Number(isFailureExit(a.exit)) - Number(isFailureExit(b.exit)) ||
    numberIn(a.exit) - numberIn(b.exit) ||
    compareText(a.exit, b.exit) ||
    a.to - b.to
  )
}

/** 2 for `option-2`; exits without a number come after those with one. */
function numberIn(exit: string): number {
  return Number(/-(\d+)$/.exec(exit)?.[1] ?? Number.MAX_SAFE_INTEGER)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

/** A copy with the listed keys first and the others alphabetically behind; absent values are left out. */
function inOrder<T extends object>(keys: readonly string[], object: T): T {
  const place = new Map(keys.map((key, index) => [key, index]))
  const rank = (key: string) => place.get(key) ?? keys.length
  const entries = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => rank(a) - rank(b) || compareText(a, b))
  // The cast holds because the same entries come back in another order.
  return Object.fromEntries(entries) as T
}

function orderedInputs<T>(value: T, schema: object | undefined): T {
  // Both casts hold because only the order of keys changes.
  if (Array.isArray(value)) {
    const item = schema === undefined ? undefined : itemSchemaOf(schema)
    return value.map((row: unknown) => orderedInputs(row, item)) as T
  }
  if (!isRecord(value)) return value
  const properties = schema === undefined ? [] : propertiesOf(schema)
  const names = properties.map(([name]) => name)
  const children = new Map(properties)
  const entries = Object.keys(value).map((key) => [key, orderedInputs(ownValue(value, key), children.get(key))])
  return inOrder(names, Object.fromEntries(entries)) as T
}
