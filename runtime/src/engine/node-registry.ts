import type { Catalog } from '@patchbay/shared/nodes'
import type { ActionModule, TriggerModule } from '../kit/node.ts'

export interface NodeRegistry {
  readonly catalog: Catalog
  get(type: string): ActionModule | TriggerModule | undefined
}

/**
 * Indexes the node modules by id.
 * @throws Error when two share an id.
 */
export function createNodeRegistry(modules: readonly (ActionModule | TriggerModule)[]): NodeRegistry {
  const byId = new Map<string, ActionModule | TriggerModule>()
  for (const module of modules) {
    if (byId.has(module.definition.id)) throw new Error(`Two node types are called ${module.definition.id}.`)
    byId.set(module.definition.id, module)
  }
  return { catalog: { nodes: modules.map((module) => module.definition) }, get: (type) => byId.get(type) }
}
