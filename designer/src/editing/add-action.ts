import { listReferences } from '@patchbay/shared/expressions'
import {
  addNode,
  type Connection,
  connect,
  type Definitions,
  type Flow,
  insertOnConnection,
  isSurelySet,
  type Position,
  propertiesOf,
  setInput,
} from '@patchbay/shared/flow'
import type { Catalog, NodeDefinition } from '@patchbay/shared/nodes'
import { blockExits } from './blocks/block-data.ts'
import { type Box, blockHeight, freeGround, placeAfter, snapped } from './blocks/geometry.ts'
import { randomToken } from './random-token.ts'
import type { EditorStore } from './store/create-editor-store.ts'
import type { ConnectionKey, EditorState } from './store/editor-state.ts'

/** Where a new action goes. Left out, it follows the selected action or stands on free ground. */
export interface AddPlace {
  /** Exactly here (top left corner), as after a drop. */
  readonly position?: Position
  /** Behind this exit, and connected to it. */
  readonly after?: ConnectionKey
  /** Into this connection. */
  readonly within?: Connection
  /** The middle of what is in sight, for the first action of a group. */
  readonly centre?: Position
}

const firstPlace: Position = { x: 80, y: 160 }

/** Puts a new action on the board, connected where that is plain, and selects it. Returns its Action ID. */
export function addAction(store: EditorStore, definition: NodeDefinition, place: AddPlace = {}): number {
  const state = store.getState()
  const id = state.takeNodeIds()
  const within = place.within ?? (place.position || place.after ? undefined : selectedConnection(state, definition))
  const after = place.after ?? (place.position || within ? undefined : exitToFollow(state, definition))
  const position = place.position
    ? snapped(place.position)
    : positionFor(state, definition, { ...place, ...(within ? { within } : {}) }, after)
  state.apply(
    (flow) => {
      const added = withGenerated(addNode(flow, { id, definition, position }), id, definition)
      if (definition.kind === 'trigger') return added
      return withoutUnset(joinedTo(added, id, { after, within, state }), id, definition, state.catalog)
    },
    { select: { nodeIds: [id], connection: null } },
  )
  return id
}

interface Join {
  readonly after: ConnectionKey | undefined
  readonly within: Connection | undefined
  readonly state: EditorState
}

function joinedTo(flow: Flow, id: number, { after, within, state }: Join): Flow {
  if (within) return insertInto(flow, within, id, firstExitOf(flow, id, state.definitions))
  return after ? connect(flow, { ...after, to: id }) : flow
}

/** Required values that a machine chooses best, such as the path of a webhook, are there from the start. */
function withGenerated(flow: Flow, id: number, definition: NodeDefinition): Flow {
  let generated = flow
  for (const [name, schema] of propertiesOf(definition.inputs)) {
    const hints = schema['x-ui']
    if (hints?.generate !== true || schema['x-required'] !== true || schema['x-secret'] !== undefined) continue
    if (!definition.defaults[name]) generated = setInput(generated, id, [name], randomToken())
  }
  return generated
}

/** What may not be empty and takes a variable by itself begins empty where the flow does not surely bring that variable. */
function withoutUnset(flow: Flow, id: number, { inputs, defaults }: NodeDefinition, catalog: Catalog): Flow {
  let begun = flow
  for (const [name, schema] of propertiesOf(inputs)) {
    const text = defaults[name]
    if (schema['x-template']?.neverEmpty === undefined || typeof text !== 'string') continue
    const isBrought = listReferences(text).every(({ path }) => isSurelySet(flow, catalog, id, path))
    if (!isBrought) begun = setInput(begun, id, [name], '')
  }
  return begun
}

/** The definition may not be added again: its type is allowed only so often in one flow. */
export function isUsedUp(definition: NodeDefinition, document: Flow): boolean {
  const most = definition.maxPerFlow
  if (most === undefined) return false
  return document.nodes.filter((node) => node.type === definition.id).length >= most
}

/** The selected connection, into which the next action goes. */
function selectedConnection({ selection, document }: EditorState, { kind }: NodeDefinition): Connection | undefined {
  const exit = selection.connection
  if (kind === 'trigger' || exit === null) return undefined
  return document.connections.find(({ from, exit: id }) => from === exit.from && id === exit.exit)
}

/** The selected free exit, or that of the selected action that the next action continues, where there is one. */
function exitToFollow(state: EditorState, definition: NodeDefinition): ConnectionKey | undefined {
  if (definition.kind !== 'trigger' && state.selection.connection) return state.selection.connection
  const [nodeId, ...others] = state.selection.nodeIds
  if (definition.kind === 'trigger' || nodeId === undefined || others.length > 0) return undefined
  const free = exitsAt(state, nodeId).find((exit) => !exit.connected)
  return free && { from: nodeId, exit: free.id }
}

function exitsAt({ document, definitions }: EditorState, nodeId: number) {
  const node = document.nodes.find((candidate) => candidate.id === nodeId)
  if (!node) return []
  const connected = document.connections.filter((connection) => connection.from === nodeId)
  return blockExits(node, definitions.of(node) ?? null, new Set(connected.map((connection) => connection.exit)))
}

function positionFor(
  state: EditorState,
  definition: NodeDefinition,
  { within, centre }: AddPlace,
  after: ConnectionKey | undefined,
): Position {
  const others = boxesOf(state)
  const height = blockHeight(exitCount(definition))
  const anchor = after ?? within
  const from = anchor && state.document.nodes.find((node) => node.id === anchor.from)
  if (anchor && from) {
    const exitIndex = Math.max(
      0,
      exitsAt(state, from.id).findIndex((exit) => exit.id === anchor.exit),
    )
    return placeAfter({ from: from.position, exitIndex, height, others })
  }
  if (others.length === 0) return firstPlace
  return freeGround(snapped(centre ?? firstPlace), height, others)
}

function boxesOf(state: EditorState): Box[] {
  return state.document.nodes.map((node) => ({
    position: node.position,
    height: blockHeight(exitsAt(state, node.id).length),
  }))
}

function exitCount(definition: NodeDefinition): number {
  return definition.exits.length
}

function firstExitOf(flow: Flow, nodeId: number, definitions: Definitions): string | undefined {
  const node = flow.nodes.find((candidate) => candidate.id === nodeId)
  return node && blockExits(node, definitions.of(node) ?? null, new Set())[0]?.id
}

function insertInto(flow: Flow, within: Connection, id: number, through: string | undefined): Flow {
  if (through === undefined) return connect(flow, { from: within.from, exit: within.exit, to: id })
  return insertOnConnection(flow, within, { id, through })
}
