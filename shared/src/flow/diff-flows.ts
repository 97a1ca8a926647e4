import type { Catalog } from '../nodes/node-definition.ts'
import { type Definitions, indexCatalog } from './catalog-index.ts'
import { describeInputs } from './describe-inputs.ts'
import { exitsOf } from './exits.ts'
import { sameJson } from './same-json.ts'
import type { Flow, FlowNode, FlowSettings } from './schema.ts'

/** One difference between two versions of a flow. Places on the board and notes do not count. */
export interface FlowChange {
  readonly kind: 'details' | 'added' | 'removed' | 'changed' | 'connected' | 'disconnected'
  readonly nodeId?: number
  /** What became of it: `#2 Forecast: Timeout 10 s became 30 s`. */
  readonly sentence: string
}

/** What the draft changes against the live version: flow details first, then by Action ID. */
export function diffFlows(live: Flow, draft: Flow, catalog: Catalog): FlowChange[] {
  if (live === draft) return []
  const { definitions } = indexCatalog(catalog)
  const before = new Map(live.nodes.map((node) => [node.id, node]))
  const after = new Map(draft.nodes.map((node) => [node.id, node]))
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b)
  const board: Board = { before, after, definitions, liveTargets: targets(live), draftTargets: targets(draft) }
  return [...diffDetails(live, draft), ...ids.flatMap((id) => diffNode(id, board))]
}

interface Board {
  readonly before: ReadonlyMap<number, FlowNode>
  readonly after: ReadonlyMap<number, FlowNode>
  readonly definitions: Definitions
  readonly liveTargets: Targets
  readonly draftTargets: Targets
}

/** Where the exits of each node lead. */
type Targets = ReadonlyMap<number, ReadonlyMap<string, number>>

function targets({ connections }: Flow): Targets {
  const all = new Map<number, Map<string, number>>()
  for (const { from, exit, to } of connections) all.set(from, (all.get(from) ?? new Map()).set(exit, to))
  return all
}

const settingTitles: Readonly<Record<keyof FlowSettings, string>> = {
  timeZone: 'Time zone',
  maxSteps: 'Most steps in one run',
  maxDurationSeconds: 'Longest run',
  concurrency: 'Runs at once',
  ratePerMinute: 'Runs started per minute',
  missedTicks: 'Missed starts',
  onEnd: 'Alerts',
}

function diffDetails(live: Flow, draft: Flow): FlowChange[] {
  const sentences: string[] = []
  if (live.name !== draft.name) sentences.push(`Flow Name ${live.name} became ${draft.name}`)
  if (live.description !== draft.description) sentences.push('Description changed')
  for (const [name, title] of Object.entries(settingTitles)) {
    const [was, is] = [settingAt(live, name), settingAt(draft, name)]
    if (sameJson(was, is)) continue
    sentences.push(settingSentence(title, words(name, was), words(name, is)))
  }
  return sentences.map((sentence) => ({ kind: 'details', sentence }))
}

/** Undefined is a setting that is not set, null one that no sentence can hold. */
function settingSentence(title: string, was: string | null | undefined, is: string | null | undefined): string {
  if (was === null || is === null) return `${title} changed`
  if (is === undefined) return `${title} ${was} was taken away`
  return was === undefined ? `${title} became ${is}` : `${title} ${was} became ${is}`
}

const missedWords: Readonly<Record<string, string>> = {
  skip: 'left out',
  'run-once': 'made up for once',
  'run-all': 'made up for one by one',
}

function words(name: string, value: unknown): string | null | undefined {
  if (value === undefined) return name === 'missedTicks' ? missedWords.skip : undefined
  if (typeof value !== 'string' && typeof value !== 'number') return null
  if (name === 'maxDurationSeconds') return `${value} s`
  return name === 'missedTicks' ? (missedWords[value] ?? null) : String(value)
}

function settingAt({ settings }: Flow, name: string): unknown {
  return Object.entries(settings).find(([key]) => key === name)?.[1]
}

function diffNode(nodeId: number, board: Board): FlowChange[] {
  const was = board.before.get(nodeId)
  const is = board.after.get(nodeId)
  if (was === undefined && is !== undefined) return [{ kind: 'added', nodeId, sentence: `${titleOf(is)} was added` }]
  if (was === undefined || is === undefined) {
    return [{ kind: 'removed', nodeId, sentence: `${was === undefined ? `#${nodeId}` : titleOf(was)} was removed` }]
  }
  const changed = was === is ? [] : diffSettings(was, is, board)
  return [
    ...changed.map((sentence): FlowChange => ({ kind: 'changed', nodeId, sentence })),
    ...diffConnections(is, board),
  ]
}

function diffSettings(was: FlowNode, is: FlowNode, { definitions }: Board): string[] {
  const title = titleOf(is)
  const definition = definitions.of(is)
  if (was.type !== is.type) return [`${titleOf(was)} became ${definition?.title ?? is.type}`]
  return [
    ...(was.name === is.name ? [] : [`${titleOf(was)} is now named ${is.name}`]),
    ...((was.disabled ?? false) === (is.disabled ?? false)
      ? []
      : [`${title} was ${is.disabled ? 'disabled' : 'enabled'}`]),
    ...retrySentences(was, is).map((sentence) => `${title}: ${sentence}`),
    ...describeInputs(was.inputs, is.inputs, definition).map((change) => `${title}: ${change}`),
  ]
}

function retrySentences(was: FlowNode, is: FlowNode): string[] {
  const tries = [was, is].map(({ retry }) => String(retry?.attempts ?? 1))
  const [deadlineWas, deadlineIs] = [was, is].map(({ deadlineSeconds }) =>
    deadlineSeconds === undefined ? undefined : `${deadlineSeconds} s`,
  )
  return [
    ...(tries[0] === tries[1] ? [] : [`Tries in all ${tries[0]} became ${tries[1]}`]),
    ...(tries[0] !== tries[1] || sameJson(was.retry, is.retry) ? [] : ['Retry changed']),
    ...(deadlineWas === deadlineIs ? [] : [settingSentence('Deadline', deadlineWas, deadlineIs)]),
  ]
}

/** Connections that came or went with an action that was added or removed are part of that change. */
function diffConnections(
  node: FlowNode,
  { liveTargets, draftTargets, before, after, definitions }: Board,
): FlowChange[] {
  const was = liveTargets.get(node.id) ?? new Map<string, number>()
  const is = draftTargets.get(node.id) ?? new Map<string, number>()
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((exit): FlowChange[] => {
    const [from, to] = [was.get(exit), is.get(exit)]
    if (from === to) return []
    if (from === undefined && to !== undefined && !before.has(to)) return []
    if (to === undefined && from !== undefined && !after.has(from)) return []
    const subject = `${titleOf(node)}: ${exitLabel(exit, node, definitions)}`
    if (to === undefined)
      return [{ kind: 'disconnected', nodeId: node.id, sentence: `${subject} is no longer connected` }]
    const target = after.get(to)
    const end = target === undefined ? `#${to}` : titleOf(target)
    return [{ kind: 'connected', nodeId: node.id, sentence: `${subject} now leads to ${end}` }]
  })
}

function exitLabel(exit: string, node: FlowNode, definitions: Board['definitions']): string {
  const definition = definitions.of(node)
  const exits = definition === undefined ? [] : exitsOf(definition, node.inputs)
  return exits.find(({ id }) => id === exit)?.label ?? exit
}

function titleOf({ id, name }: FlowNode): string {
  return `#${id} ${name}`
}
