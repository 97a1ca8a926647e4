import { isRecord } from '../input-path.ts'
import { MAX_NAME_LENGTH, MAX_NOTE_LENGTH, MAX_SAMPLE_LENGTH } from '../limits.ts'
import type { BoardNote, Flow, FlowNode } from '../schema.ts'
import { isSecretReference } from '../secret-reference.ts'
import { type ClipChoice, copyNodes, type FlowClip } from './clipboard.ts'

/** Says that a text on the clipboard is ours, and in which form. */
const MARK = 'patchbay-actions-1'

// The keys of the schemas, which would bring all of typebox to the browser. One that is missing here does not compile.
const nodeKeys: Readonly<Record<keyof FlowNode, true>> = {
  id: true,
  type: true,
  typeVersion: true,
  name: true,
  note: true,
  position: true,
  disabled: true,
  retry: true,
  deadlineSeconds: true,
  inputs: true,
  sample: true,
}
const noteKeys: Readonly<Record<keyof BoardNote, true>> = { id: true, position: true, size: true, text: true }

export interface ReadClip extends FlowClip {
  /** The flow it was copied from. */
  readonly flowId: string
}

/** Actions and notes with the connections among them, as text for the clipboard. */
export function clipText(flow: Flow, flowId: string, what: ClipChoice): string {
  return JSON.stringify({ patchbay: MARK, flowId, ...copyNodes(flow, what) }, null, 2)
}

/**
 * Reads what `clipText` wrote. Undefined for any other text: nothing of it may reach a flow. Sealed secrets of
 * another flow than `flowId` are left out, since only their own flow can open them.
 */
export function readClipText(text: string, flowId: string): ReadClip | undefined {
  // Not worth parsing: it cannot be ours.
  if (!text.includes(MARK)) return undefined
  const value = parsed(text)
  if (!isRecord(value) || value.patchbay !== MARK || typeof value.flowId !== 'string') return undefined
  const { nodes, connections, notes = [] } = value
  if (!Array.isArray(nodes) || !nodes.every(isNode) || !Array.isArray(connections) || !connections.every(isConnection))
    return undefined
  if (!Array.isArray(notes) || !notes.every(isNote)) return undefined
  const ids = new Set(nodes.map((node) => node.id))
  if (nodes.length + notes.length === 0 || ids.size !== nodes.length) return undefined
  const isForeign = value.flowId !== flowId
  return {
    flowId: value.flowId,
    nodes: isForeign ? nodes.map((node) => ({ ...node, inputs: withoutSecrets(node.inputs) })) : nodes,
    connections: connections.filter(({ from, to }) => ids.has(from) && ids.has(to)),
    notes,
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isNode(value: unknown): value is FlowNode {
  return (
    isRecord(value) &&
    isId(value.id) &&
    isText(value.type, 64) &&
    isText(value.name, MAX_NAME_LENGTH) &&
    isPlace(value.position) &&
    isRecord(value.inputs) &&
    (value.sample === undefined || isText(value.sample, MAX_SAMPLE_LENGTH)) &&
    Object.keys(value).every((key) => Object.hasOwn(nodeKeys, key))
  )
}

function isNote(value: unknown): value is BoardNote {
  if (!isRecord(value) || !isRecord(value.size)) return false
  const { width, height } = value.size
  return (
    isId(value.id) &&
    isPlace(value.position) &&
    [width, height].every((length) => Number.isFinite(length) && Number(length) >= 1) &&
    typeof value.text === 'string' &&
    value.text.length <= MAX_NOTE_LENGTH &&
    Object.keys(value).every((key) => Object.hasOwn(noteKeys, key))
  )
}

function isPlace(value: unknown): boolean {
  return isRecord(value) && Number.isFinite(value.x) && Number.isFinite(value.y)
}

function isConnection(value: unknown): value is FlowClip['connections'][number] {
  return isRecord(value) && isId(value.from) && isId(value.to) && isText(value.exit, 64)
}

function isId(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) > 0
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= most
}

function withoutSecrets(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([key, value]) => {
      const kept = withoutSecret(value)
      return kept === undefined ? [] : [[key, kept]]
    }),
  )
}

function withoutSecret(value: unknown): unknown {
  if (isSecretReference(value)) return undefined
  if (Array.isArray(value)) return value.map((item: unknown) => (isRecord(item) ? withoutSecret(item) : item))
  return isRecord(value) ? withoutSecrets(value) : value
}
