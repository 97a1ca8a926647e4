import type {
  IntegrationManifest,
  IntegrationResource,
  IntegrationSummary,
  IntegrationUse,
  IntegrationVersion,
  ManifestIntegration,
  ManifestReport,
  SavedIntegration,
} from '@patchbay/shared/api'
import { AppError, type FieldError } from '@patchbay/shared/errors'
import { sameJson } from '@patchbay/shared/flow'
import { compareManifests, type ReadManifest, readManifest } from '@patchbay/shared/manifests'
import type { BridgeAccount } from './bridge-auth.ts'
import { consequencesOf } from './consequences.ts'
import type { Picture } from './fetch-picture.ts'
import type { ManifestRecord, ManifestRepository } from './manifest-repository.ts'
import type { PictureAddresses, PictureRepository } from './picture-repository.ts'

/** Integrations that people have imported. All that name one throw AppError INTEGRATION_NOT_FOUND. */
export interface ImportedIntegrations {
  /** By name. */
  list(): Promise<readonly IntegrationSummary[]>
  get(name: string): Promise<IntegrationResource>
  /** What an import would do. Stores nothing, and throws for no manifest. */
  check(given: unknown): Promise<ManifestReport>
  /**
   * Stores the next version, unless nothing is different.
   * @throws AppError INVALID_INPUT with every error of the manifest, INTEGRATION_IN_USE when live flows have actions that
   * would vanish, INTEGRATION_CHANGED when `replaces` is not the version that is there
   */
  put(name: string, given: unknown, options: PutOptions): Promise<SavedIntegration>
  /** Newest first. */
  versions(name: string): Promise<readonly IntegrationVersion[]>
  /** @throws AppError VERSION_NOT_FOUND */
  manifest(name: string, version: number): Promise<IntegrationManifest>
  /** @throws AppError NOT_FOUND when the integration has no such picture, any more or yet */
  picture(name: string, digest: string): Promise<Picture>
  /** @throws AppError INTEGRATION_IN_USE while live flows or accounts use it */
  remove(name: string, by: string): Promise<void>
}

interface PutOptions {
  readonly by: string
  /** The version that the caller has seen; 0 for none. */
  readonly replaces?: number | undefined
}

export interface ImportedIntegrationsOptions {
  readonly manifests: ManifestRepository
  readonly pictures: Pick<PictureRepository, 'addresses' | 'open' | 'problems'>
  /** Called after an import. Looks for its pictures in the background. */
  readonly beginPictures: (name: string) => Promise<void>
  /** The accounts of an integration, as calls see them. */
  readonly accountsOf: (name: string) => Promise<readonly BridgeAccount[]>
  readonly usesOf: () => Promise<ReadonlyMap<string, readonly IntegrationUse[]>>
  /** Whether the operator allows calls to this address without encryption. */
  readonly mayBePlain: (url: URL) => boolean
  /** Called after a version was stored. Resolves with what its bridge says against it, by path. */
  readonly askBridge: (integration: ManifestIntegration) => Promise<readonly FieldError[]>
  /** Called after a change was stored. Resolves once this process works with it. */
  readonly onChange: () => Promise<void>
  readonly now: () => Date
}

/** What is known beside the manifest of an integration. */
interface Beside {
  readonly accounts: number
  readonly uses: readonly IntegrationUse[]
  readonly pictures: PictureAddresses
}

export function createImportedIntegrations(options: ImportedIntegrationsOptions): ImportedIntegrations {
  const { manifests, pictures, usesOf, mayBePlain, onChange, now } = options
  const read = (given: unknown) => readManifest(given, { mayBePlain })

  async function require(name: string): Promise<ManifestRecord> {
    const record = await manifests.find(name)
    if (record !== undefined) return record
    throw notFound()
  }

  async function besides(): Promise<(name: string) => Beside> {
    const [accounts, uses, addresses] = [await manifests.accounts(), await usesOf(), await pictures.addresses()]
    return (name) => ({
      accounts: accounts.get(name) ?? 0,
      uses: uses.get(name) ?? [],
      pictures: addresses.get(name) ?? {},
    })
  }
  const beside = async (name: string) => (await besides())(name)

  async function report({ manifest, errors, warnings }: ReadManifest): Promise<ManifestReport> {
    const notes = { manifest: manifest ?? null, errors, warnings }
    const record = manifest === undefined ? undefined : await manifests.find(manifest.integration.name)
    if (manifest === undefined || record === undefined) {
      return { ...notes, changes: [], consequences: [], version: null, inUse: [] }
    }
    const [{ uses }, accounts] = [await beside(record.name), await options.accountsOf(record.name)]
    return {
      ...notes,
      changes: compareManifests(record.manifest, manifest),
      consequences: consequencesOf({ before: record.manifest, after: manifest, accounts, uses }),
      version: record.version,
      inUse: vanishing(manifest, uses),
    }
  }

  return {
    async list() {
      const [records, besideOf] = [await manifests.list(), await besides()]
      return records.map((record) => toSummary(record, besideOf(record.name)))
    },
    async get(name) {
      const record = await require(name)
      return {
        ...toSummary(record, await beside(name)),
        pictureProblems: await pictures.problems(record.name),
        manifest: record.manifest,
      }
    },
    check: (given) => report(read(given)),
    async put(name, given, { by, replaces }) {
      const found = await report(read(given))
      const manifest = requireManifest(found, name)
      requireVersion(found.version ?? 0, replaces)
      refuseVanishing(manifest.integration.name, found.inUse)
      const record = await store(found, { manifest, by })
      await options.beginPictures(record.name)
      const isSame = record.version === found.version
      const said = isSame ? [] : await options.askBridge(manifest.integration)
      const { changes, consequences } = found
      const warnings = [...found.warnings, ...said]
      const summary = toSummary(record, await beside(record.name))
      return { ...summary, manifest: record.manifest, warnings, changes, consequences }
    },
    async versions(name) {
      const all = await manifests.versions(name)
      if (all.length === 0) throw notFound()
      return all.map(({ version, createdAt, createdBy }, at) => ({
        version,
        createdAt: createdAt.toISOString(),
        createdBy,
        isCurrent: at === 0,
      }))
    },
    async manifest(name, version) {
      const found = await manifests.manifest({ name, version })
      if (found !== undefined) return found
      await require(name)
      throw new AppError('VERSION_NOT_FOUND', 'This version does not exist. Choose one from the list of versions.')
    },
    async picture(name, digest) {
      const picture = await pictures.open(name, digest)
      if (picture !== undefined) return picture
      throw new AppError('NOT_FOUND', 'There is no such picture. Read the integration again.')
    },
    async remove(name, by) {
      await require(name)
      refuseVanishing(name, (await beside(name)).uses)
      const accounts = await manifests.remove(name, by, now())
      if (accounts > 0) throw hasAccounts(name, accounts)
      await onChange()
    },
  }

  async function store(
    { version }: ManifestReport,
    { manifest, by }: { readonly manifest: IntegrationManifest; readonly by: string },
  ): Promise<ManifestRecord> {
    const { name } = manifest.integration
    const before = version === null ? undefined : await require(name)
    if (before !== undefined && sameJson(before.manifest, manifest)) return before
    const replaces = version ?? (await manifests.newest(name))
    const record = await manifests.put({ manifest, replaces, by, at: now() })
    if (record === undefined) throw changedMeanwhile()
    await onChange()
    return record
  }
}

function notFound(): AppError {
  return new AppError('INTEGRATION_NOT_FOUND', 'There is no such integration.')
}

function toSummary(record: ManifestRecord, { accounts, uses, pictures }: Beside): IntegrationSummary {
  const { integration, actions } = record.manifest
  return {
    name: record.name,
    displayName: integration.display_name,
    description: integration.description,
    picture: pictures.icon ?? pictures.logo ?? null,
    authenticationType: integration.authentication_type,
    version: record.version,
    actions: actions.length,
    accounts,
    flows: uses,
    createdAt: record.createdAt.toISOString(),
    modifiedAt: record.modifiedAt.toISOString(),
    modifiedBy: record.modifiedBy,
  }
}

/** The live flows with actions that the manifest has no more. */
function vanishing({ actions }: IntegrationManifest, uses: readonly IntegrationUse[]): readonly IntegrationUse[] {
  const kept = new Set(actions.map(({ name }) => name))
  return uses.flatMap((use) => {
    const gone = use.actions.filter((action) => !kept.has(action))
    return gone.length === 0 ? [] : [{ ...use, actions: gone }]
  })
}

/** @throws AppError INVALID_INPUT */
function requireManifest({ manifest, errors }: ManifestReport, name: string): IntegrationManifest {
  const [first] = errors
  if (first !== undefined || manifest === null) {
    const where = first === undefined || first.path === '' ? '' : `${first.path}: `
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
    throw new AppError('INVALID_INPUT', `${where}${first?.message ?? 'It cannot be read.'}${more}`, { errors })
  }
  const own = manifest.integration.name
  if (own === name.toLowerCase()) return manifest
  const message = `The manifest is of "${own}", the address says "${name.slice(0, 80)}". Use the same name.`
  const wrong = [{ path: 'integration.name', message }]
  throw new AppError('INVALID_INPUT', `integration.name: ${message}`, { errors: wrong })
}

/** @throws AppError INTEGRATION_CHANGED */
function requireVersion(stored: number, replaces: number | undefined): void {
  if (replaces === undefined || replaces === stored) return
  throw changedMeanwhile()
}

function changedMeanwhile(): AppError {
  const message = 'Another version is there than the one that was compared with. Look at the differences again.'
  return new AppError('INTEGRATION_CHANGED', message)
}

/** @throws AppError INTEGRATION_IN_USE */
function refuseVanishing(name: string, uses: readonly IntegrationUse[]): void {
  const [first, ...others] = uses
  if (first === undefined) return
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  const message = `The live flow "${first.flowName}" uses ${first.actions.join(', ')} of "${name}"${more}. Take it out there first.`
  throw new AppError('INTEGRATION_IN_USE', message, { extra: { flows: uses } })
}

function hasAccounts(name: string, accounts: number): AppError {
  const those = accounts === 1 ? 'an account' : `${accounts} accounts`
  return new AppError('INTEGRATION_IN_USE', `"${name}" has ${those}. Remove ${accounts === 1 ? 'it' : 'them'} first.`, {
    extra: { flows: [], accounts },
  })
}
