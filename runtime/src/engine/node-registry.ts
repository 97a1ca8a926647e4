import { createHash } from 'node:crypto'
import { type FlowNode, sameJson } from '@patchbay/shared/flow'
import type { Catalog, ChannelKind } from '@patchbay/shared/nodes'
import type { ActionModule, NodeModule } from '../kit/node.ts'
import type { OptionSource } from '../kit/options.ts'
import type { TriggerModule } from '../kit/trigger.ts'

/** Where node types come from: the built-in ones, those of integrations, those that are stored as data. */
export interface NodeSource {
  /** Names it in errors. */
  readonly id: string
  /** All modules it has now, several versions of a type included. Called at start and after every announced change. */
  read(): Promise<readonly NodeModule[]> | readonly NodeModule[]
}

/** The node types that are known now, by type and version. */
export interface NodeRegistry {
  /** Another object after every change. */
  readonly catalog: Catalog
  /** The newest version of a type, or the one that is asked for. */
  get(type: string, typeVersion?: number): ActionModule | TriggerModule | undefined
  /** The version that a node was built with; the first where it says none. */
  of(node: Pick<FlowNode, 'type' | 'typeVersion'>): ActionModule | TriggerModule | undefined
  /** Where the choices of a field come from; undefined when nothing has a source of this name. */
  optionSource(name: string): OptionSource | undefined
  /** Reads all sources again. Nothing changes when one of them cannot be read. */
  refresh(): Promise<void>
}

/** The types of a registry at one moment. */
interface Types {
  readonly catalog: Catalog
  readonly versions: ReadonlyMap<string, readonly NodeModule[]>
  readonly modules: readonly NodeModule[]
}

export interface NodeRegistryOptions {
  readonly sources?: readonly NodeSource[]
  /** The kinds of channels that the catalog lists. */
  readonly channels?: readonly ChannelKind[]
  /** Sources of choices besides those of modules, by name. */
  readonly options?: Readonly<Record<string, OptionSource>>
  /** Reads the own fields of contacts, which the catalog lists as well. */
  readonly contactFields?: () => Promise<NonNullable<Catalog['contactFields']>>
}

/**
 * Indexes node modules by type and version. `fixed` are known from the start; what `sources` have is known once
 * `refresh` was called.
 * @throws Error when two modules share type and version.
 */
export function createNodeRegistry(
  fixed: readonly NodeModule[],
  { sources = [], channels = [], options = {}, contactFields: readFields }: NodeRegistryOptions = {},
): NodeRegistry {
  const kinds = channels.map(kindOf)
  let types = indexTypes(fixed, { channels: kinds })

  function get(type: string, typeVersion?: number): NodeModule | undefined {
    const versions = types.versions.get(type)
    if (typeVersion === undefined) return versions?.[0]
    return versions?.find(({ definition }) => definition.typeVersion === typeVersion)
  }

  return {
    get catalog() {
      return types.catalog
    },
    get,
    of: ({ type, typeVersion = 1 }) => get(type, typeVersion),
    optionSource(name) {
      const all = [options, ...types.modules.map((module) => ('options' in module ? module.options : undefined))]
      return all.find((own) => own !== undefined && Object.hasOwn(own, name))?.[name]
    },
    async refresh() {
      const read = await Promise.all(sources.map((source) => source.read()))
      const contactFields = await readFields?.()
      const modules = [...fixed, ...read.flat()]
      const isSame = modules.length === types.modules.length && modules.every((one, at) => one === types.modules[at])
      if (isSame && sameJson(contactFields, types.catalog.contactFields)) return
      types = indexTypes(modules, { channels: kinds, ...(contactFields && { contactFields }) })
    },
  }
}

function indexTypes(modules: readonly NodeModule[], others: Pick<Catalog, 'channels' | 'contactFields'>): Types {
  const versions = new Map<string, readonly NodeModule[]>()
  for (const module of modules) {
    const { id, typeVersion } = module.definition
    const known = versions.get(id) ?? []
    if (known.some(({ definition }) => definition.typeVersion === typeVersion)) {
      throw new Error(`Two node types are called ${id} and have the version ${typeVersion}.`)
    }
    const newestFirst = [...known, module].sort((a, b) => b.definition.typeVersion - a.definition.typeVersion)
    versions.set(id, newestFirst)
  }
  const all = [...versions.values()]
  const definitions = all.map((newestFirst) => newestFirst.map(({ definition }) => definition))
  const nodes = definitions.flatMap(([newest]) =>
    newest === undefined || newest.retired !== undefined ? [] : [newest],
  )
  const older = definitions.flatMap((newestFirst) => newestFirst.filter((definition) => !nodes.includes(definition)))
  const revision = revisionOf([nodes, older, others.contactFields])
  return { catalog: { revision, nodes, older, ...others }, versions, modules }
}

function revisionOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
}

/** Of a definition with code only what the designer shows. */
function kindOf({ id, title, addressTitle, icon, contacts, abilities }: ChannelKind): ChannelKind {
  return { id, title, addressTitle, icon, contacts, abilities }
}
