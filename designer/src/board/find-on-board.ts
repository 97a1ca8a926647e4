import type { Definitions, Flow, FlowNode } from '@patchbay/shared/flow'
import { isSecretReference } from '@patchbay/shared/flow'
import type { BoardSearch, EditorState } from '../editing/store/editor-state.ts'

/** The actions whose number, name, type or inputs hold the text, from left to right and top to bottom. */
export function findOnBoard({ nodes }: Flow, definitions: Definitions, text: string): number[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return []
  return nodes
    .filter((node) => `#${node.id}` === wanted || wordsOf(node, definitions).includes(wanted))
    .sort((a, b) => a.position.x - b.position.x || a.position.y - b.position.y)
    .map(({ id }) => id)
}

const words = new WeakMap<FlowNode, string>()

/** All that can be searched of an action, in small letters; made once as long as the action stays the same. */
function wordsOf(node: FlowNode, definitions: Definitions): string {
  const known = words.get(node)
  if (known !== undefined) return known
  const title = definitions.of(node)?.title ?? node.type
  const all = [node.name, title, node.note ?? '', ...textsIn(node.inputs)].join('\n').toLowerCase()
  words.set(node, all)
  return all
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'number') return [String(value)]
  if (typeof value !== 'object' || value === null || isSecretReference(value)) return []
  return Object.values(value).flatMap(textsIn)
}

const foundSets = new WeakMap<readonly number[], ReadonlySet<number>>()

/** How the search lights a block: the match one stands on, another match, or not at all. */
export function foundIn({ search }: Pick<EditorState, 'search'>, nodeId: number): 'current' | 'other' | null {
  if (!search || !setOf(search).has(nodeId)) return null
  return search.found[search.at] === nodeId ? 'current' : 'other'
}

function setOf({ found }: BoardSearch): ReadonlySet<number> {
  const known = foundSets.get(found) ?? new Set(found)
  foundSets.set(found, known)
  return known
}
