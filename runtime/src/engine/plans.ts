import type { Flow } from '@patchbay/shared/flow'
import { createMask } from '../platform/secrets/mask.ts'
import type { Vault } from '../platform/secrets/vault.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { NodeRegistry } from './node-registry.ts'
import { compilePlan, type Plan } from './plan.ts'

/** Most compiled versions that are kept; live ones stay in use through `LiveFlows` anyway. */
const CACHE_SIZE = 500

/** Compiled flow versions. A version is immutable, so each is compiled once. */
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

export function createPlans({ registry, flows, vault }: PlansOptions): Plans {
  const cache = new Map<string, Plan>()

  async function compile(flowId: string, version: number, document: Flow): Promise<Plan> {
    const key = `${flowId}@${version}`
    const known = cache.get(key)
    if (known !== undefined) return known
    const secrets = await vault.secretsOf(flowId, document)
    const plan = compilePlan({ flowId, version, document, registry, secrets, mask: createMask(secrets) })
    cache.set(key, plan)
    for (const oldest of cache.keys()) {
      if (cache.size <= CACHE_SIZE) break
      cache.delete(oldest)
    }
    return plan
  }

  return {
    compile,
    async get(flowId, version) {
      const known = cache.get(`${flowId}@${version}`)
      if (known !== undefined) return known
      const { document } = await flows.version(flowId, version)
      return compile(flowId, version, document)
    },
  }
}
