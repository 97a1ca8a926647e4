import type { Flow } from '@patchbay/shared/flow'
import type { NodeModule } from '../kit/node.ts'
import { createMask } from '../platform/secrets/mask.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { NodeRegistry } from './node-registry.ts'
import { compilePlan, type Plan } from './plan.ts'

/** How many compiled versions are cached. Live ones are kept by `LiveFlows` anyway. */
const CACHE_SIZE = 500

/** Compiled flow versions. A version is immutable, so each is compiled once for the node types it was built with. */
export interface Plans {
  compile(flowId: string, version: number, document: Flow): Promise<Plan>
  /** The plan of any stored version. @throws AppError VERSION_NOT_FOUND, FLOW_NOT_FOUND */
  get(flowId: string, version: number): Promise<Plan>
}

export interface PlansOptions {
  readonly registry: NodeRegistry
  readonly flows: FlowRepository
  readonly vault: Vault
}

interface Compiled {
  readonly plan: Plan
  readonly document: Flow
  /** What the plan was compiled with, node by node; undefined for a type that was not known. */
  readonly modules: readonly (NodeModule | undefined)[]
}

export function createPlans({ registry, flows, vault }: PlansOptions): Plans {
  const cache = new Map<string, Compiled>()
  /** The catalog with which the modules of a plan were last compared. */
  const compared = new WeakMap<Plan, NodeRegistry['catalog']>()

  function modulesOf(document: Flow): readonly (NodeModule | undefined)[] {
    return document.nodes.map((node) => registry.of(node))
  }

  /** The cached plan, unless a node type it uses has been added, removed or replaced since. */
  function known(key: string): Plan | undefined {
    const compiled = cache.get(key)
    if (compiled === undefined || compared.get(compiled.plan) === registry.catalog) return compiled?.plan
    const modules = modulesOf(compiled.document)
    if (!modules.every((module, index) => module === compiled.modules[index])) return undefined
    compared.set(compiled.plan, registry.catalog)
    return compiled.plan
  }

  async function compile(flowId: string, version: number, document: Flow): Promise<Plan> {
    const key = `${flowId}@${version}`
    const before = known(key)
    if (before !== undefined) return before
    const secrets = await vault.secretsOf(flowId, document)
    const { catalog } = registry
    const plan = compilePlan({ flowId, version, document, registry, secrets, mask: createMask(secrets) })
    cache.delete(key)
    cache.set(key, { plan, document, modules: modulesOf(document) })
    compared.set(plan, catalog)
    for (const oldest of cache.keys()) {
      if (cache.size <= CACHE_SIZE) break
      cache.delete(oldest)
    }
    return plan
  }

  return {
    compile,
    async get(flowId, version) {
      const before = known(`${flowId}@${version}`)
      if (before !== undefined) return before
      const { document } = await flows.version(flowId, version)
      return compile(flowId, version, document)
    },
  }
}
