import type { NodeCategory, NodeDefinition } from '@patchbay/shared/nodes'
import { nodeCategories } from '@patchbay/shared/nodes'

export interface ActionGroup {
  readonly category: NodeCategory
  readonly definitions: readonly NodeDefinition[]
}

/**
 * The catalog in the order of the menu, narrowed to what `search` finds: all of its words, each at the start of
 * a word of the title or anywhere in title, description or search words.
 */
export function findActions(definitions: readonly NodeDefinition[], search: string): ActionGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = definitions.filter((definition) => matches(definition, words))
  return nodeCategories.flatMap((category) => {
    const inGroup = found.filter((definition) => definition.category === category)
    return inGroup.length === 0 ? [] : [{ category, definitions: inGroup }]
  })
}

function matches({ title, description, keywords, id }: NodeDefinition, words: readonly string[]): boolean {
  const text = [title, description, id, ...keywords].join(' ').toLowerCase()
  return words.every((word) => text.includes(word))
}
