import { type Definitions, exitsOf, type Flow, type FlowNode } from '@patchbay/shared/flow'
import { keyboardTexts } from '../ui/texts/keyboard.ts'

const texts = keyboardTexts.said
/** More than this many sentences are summed up: nobody listens to a list of changes. */
const MOST_SENTENCES = 3

/** What an edit did to the board, in sentences to be read out; typing in a field says nothing. */
export function announceEdits(before: Flow, after: Flow, definitions: Definitions): string[] {
  if (before.nodes === after.nodes && before.connections === after.connections) return []
  const sentences = [...nodeSentences(before, after), ...connectionSentences(before, after, definitions)]
  return sentences.length > MOST_SENTENCES ? [texts.changes(sentences.length)] : sentences
}

function nodeSentences(before: Flow, after: Flow): string[] {
  const old = byId(before)
  const now = byId(after)
  const removed = before.nodes.filter(({ id }) => !now.has(id)).map((node) => texts.removed(nameOf(node)))
  return [...removed, ...after.nodes.flatMap((node) => sentencesOf(old.get(node.id), node))]
}

function sentencesOf(before: FlowNode | undefined, node: FlowNode): string[] {
  if (before === node) return []
  if (!before) return [texts.added(nameOf(node))]
  const sentences: string[] = []
  if (before.name !== node.name) sentences.push(texts.renamed(node.id, node.name))
  if (Boolean(before.disabled) !== Boolean(node.disabled)) {
    sentences.push(node.disabled ? texts.off(nameOf(node)) : texts.on(nameOf(node)))
  }
  const { x, y } = node.position
  if (before.position.x !== x || before.position.y !== y) sentences.push(texts.moved(nameOf(node)))
  return sentences
}

function connectionSentences(before: Flow, after: Flow, definitions: Definitions): string[] {
  if (before.connections === after.connections) return []
  const old = byExit(before)
  const now = byExit(after)
  const nodes = byId(after)
  const made = [...now].flatMap(([key, { from, exit, to }]) => {
    const source = nodes.get(from)
    const target = nodes.get(to)
    if (!source || !target || old.get(key)?.to === to) return []
    return [texts.connected(exitLabel(source, exit, definitions), nameOf(source), nameOf(target))]
  })
  // What leaves or leads to a removed action went with it.
  const gone = [...old].flatMap(([key, { from, exit, to }]) => {
    const source = nodes.get(from)
    if (!source || now.has(key) || !nodes.has(to)) return []
    return [texts.disconnected(exitLabel(source, exit, definitions), nameOf(source))]
  })
  return [...gone, ...made]
}

function exitLabel({ type, inputs }: FlowNode, exit: string, definitions: Definitions): string {
  const definition = definitions.get(type)
  return (definition && exitsOf(definition, inputs).find(({ id }) => id === exit)?.label) ?? exit
}

function nameOf({ id, name }: FlowNode): string {
  return `#${id} ${name}`
}

function byId({ nodes }: Flow): ReadonlyMap<number, FlowNode> {
  return new Map(nodes.map((node) => [node.id, node]))
}

function byExit({ connections }: Flow) {
  return new Map(connections.map((connection) => [`${connection.from}:${connection.exit}`, connection]))
}
