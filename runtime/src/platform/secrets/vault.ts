import { AppError } from '@patchbay/shared/errors'
import {
  type Flow,
  type FlowNode,
  type FlowProblem,
  formatInputPath,
  isSecretReference,
  setAt,
} from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { SecretRecord, SecretRepository } from '../../store/repositories/secret-repository.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { openSealedText, sealText } from './sealed-text.ts'
import type { SecretKey } from './secret-key.ts'
import { listSecrets, type SecretPlace } from './secret-places.ts'

/** Keeps the secrets of flows: written once, encrypted at rest, and opened only to run the flow that owns them. */
export interface Vault {
  /**
   * Returns the document as it is stored: every secret typed as text is sealed and replaced by `{ $secret: id }`.
   * @throws AppError SECRET_MISSING when it refers to a secret that this flow does not own
   */
  seal(flowId: string, document: Flow): Promise<Flow>
  /**
   * A SECRET_MISSING problem for every reference that no longer leads to a usable secret, and a warning for every secret
   * that is short enough to be guessed by a caller.
   */
  problemsOf(flowId: string, document: Flow): Promise<readonly FlowProblem[]>
  /**
   * Returns the plain secrets that a document of this flow refers to, by id. A test, where the caller chooses the
   * values of variables, gets no secret whose host is determined by a variable.
   * @throws AppError SECRET_MISSING for a secret that is gone, foreign, or stored for another input or host
   */
  secretsOf(
    flowId: string,
    document: Pick<Flow, 'nodes'>,
    purpose?: 'run' | 'test',
  ): Promise<ReadonlyMap<string, string>>
}

export interface VaultOptions {
  readonly key: SecretKey
  readonly secrets: SecretRepository
  /** The definition that a node was built with; undefined when it is not installed. */
  readonly definitionOf: (node: FlowNode) => NodeDefinition | undefined
  readonly now?: () => Date
}

export function createVault(options: VaultOptions): Vault {
  const { key, secrets, definitionOf } = options
  const now = options.now ?? (() => new Date())

  async function findFaults(flowId: string, document: Pick<Flow, 'nodes'>) {
    const places = document.nodes.flatMap((node) => listSecrets(node, definitionOf(node)))
    const stored = await readStored(secrets, places)
    const faults = places.flatMap((place) => {
      const fault = faultOf(flowId, place, stored)
      return fault === undefined ? [] : [{ place, ...fault }]
    })
    return { places, stored, faults }
  }

  /** Whether a caller could find the secret by trying. */
  function isGuessed({ opensFlow, value }: SecretPlace, stored: ReadonlyMap<string, SecretRecord>): boolean {
    if (!opensFlow) return false
    const record = isSecretReference(value) ? stored.get(value.$secret) : undefined
    const text = record === undefined ? value : readable(key, record)
    return typeof text === 'string' && [...text].length < MIN_LENGTH
  }

  return {
    async seal(flowId, document) {
      const { faults } = await findFaults(flowId, document)
      const foreign = faults.filter((fault) => fault.isForeign)
      if (foreign.length > 0) throw missingSecrets(document, foreign)
      const created: SecretRecord[] = []
      const nodes = document.nodes.map((node) => {
        let inputs = node.inputs
        for (const place of listSecrets(node, definitionOf(node))) {
          if (typeof place.value !== 'string') continue
          const record = encrypt(key, flowId, place, now())
          created.push(record)
          inputs = setAt(inputs, place.path, { $secret: record.id })
        }
        return inputs === node.inputs ? node : { ...node, inputs }
      })
      if (created.length > 0) await secrets.create(created)
      return created.length === 0 ? document : { ...document, nodes }
    },

    async problemsOf(flowId, document) {
      const { places, stored, faults } = await findFaults(flowId, document)
      const unusable = new Set(faults.map(({ place }) => place))
      const weak = places.filter((place) => !unusable.has(place) && place.isUsed && isGuessed(place, stored))
      return [
        ...faults.map(({ place, message }) => problemAt(place, 'error', 'SECRET_MISSING', message)),
        ...weak.map((place) => problemAt(place, 'warning', 'SECRET_WEAK', tooShort(place))),
      ]
    },

    async secretsOf(flowId, document, purpose = 'run') {
      const { places, stored, faults } = await findFaults(flowId, document)
      const kept =
        purpose === 'test' ? places.filter(goesAnywhere).map((place) => ({ place, ...goesAnywhereFault(place) })) : []
      const [first] = [...faults, ...kept]
      if (first !== undefined) throw missingSecrets(document, [...faults, ...kept])
      return new Map([...stored].map(([id, record]) => [id, decrypt(key, record)]))
    },
  }
}

async function readStored(secrets: SecretRepository, places: readonly SecretPlace[]) {
  const ids = places.flatMap(({ value }) => (isSecretReference(value) ? [value.$secret] : []))
  const records = ids.length === 0 ? [] : await secrets.getMany([...new Set(ids)])
  return new Map(records.map((record) => [record.id, record]))
}

/** Fewer characters can be tried one after another. */
const MIN_LENGTH = 8

function tooShort({ title }: SecretPlace): string {
  return `${title} has fewer than ${MIN_LENGTH} characters, so a stranger may guess it. Generate one, or make it longer.`
}

function problemAt(
  { nodeId, path }: SecretPlace,
  severity: FlowProblem['severity'],
  code: FlowProblem['code'],
  message: string,
): FlowProblem {
  return { severity, nodeId, path: `inputs.${formatInputPath(path)}`, code, message }
}

interface Fault {
  readonly message: string
  /** True when the flow owns no such secret; false when it owns one for another host. */
  readonly isForeign: boolean
}

function faultOf(flowId: string, place: SecretPlace, stored: ReadonlyMap<string, SecretRecord>): Fault | undefined {
  if (!isSecretReference(place.value)) return undefined
  const record = stored.get(place.value.$secret)
  if (record === undefined || record.flowId !== flowId) {
    return {
      message: `${place.title} has to be entered again: the stored secret is not one of this flow.`,
      isForeign: true,
    }
  }
  // An unused secret, such as the password of an authentication that was switched off, may be stale.
  if (!place.isUsed) return undefined
  if (!place.takesSecrets || (record.place !== null && record.place !== place.place)) {
    return {
      message: `${place.title} has to be entered again: the stored secret belongs to another field.`,
      isForeign: false,
    }
  }
  if (record.host === (record.place === null ? firstHostOf(place) : place.host)) return undefined
  const message = `${place.title} has to be entered again: it was stored for ${record.host?.replaceAll(' ', ' and ') ?? 'another use'} and is sent nowhere else.`
  return { message, isForeign: false }
}

/** Older secrets were stored without a place and know only one host. */
function firstHostOf({ host }: SecretPlace): string | null {
  return host === null ? null : (host.split(' ')[0] ?? host)
}

function goesAnywhere({ value, isUsed, isHostFixed }: SecretPlace): boolean {
  return isSecretReference(value) && isUsed && !isHostFixed
}

function goesAnywhereFault({ title }: SecretPlace): Fault {
  const message = `${title} is not sent in a test, because a variable decides which host it goes to. Write the host into the URL, or enter the secret again for this test.`
  return { message, isForeign: false }
}

function missingSecrets(document: Pick<Flow, 'nodes'>, faults: readonly (Fault & { readonly place: SecretPlace })[]) {
  const errors = faults.map(({ place, message }) => {
    const index = document.nodes.findIndex((node: FlowNode) => node.id === place.nodeId)
    return { path: `nodes[${index}].inputs.${formatInputPath(place.path)}`, message }
  })
  return new AppError('SECRET_MISSING', errors[0]?.message ?? 'A secret has to be entered again.', { errors })
}

/** Flow, host and place are bound into the ciphertext. A row copied to another of them does not decrypt. */
function bindingOf(record: {
  readonly id: string
  readonly flowId: string | null
  readonly host: string | null
  readonly place: string | null
}): readonly unknown[] {
  const { id, flowId, host, place } = record
  return place === null ? [id, flowId, host] : [id, flowId, host, place]
}

function encrypt(key: SecretKey, flowId: string, place: SecretPlace, createdAt: Date): SecretRecord {
  const record = { id: uuidv7(createdAt), flowId, host: place.host, place: place.place, createdAt }
  return { ...record, sealed: sealText(key, String(place.value), bindingOf(record)) }
}

/** Undefined for a secret that was sealed with another key; the run says so. */
function readable(key: SecretKey, record: SecretRecord): string | undefined {
  try {
    return decrypt(key, record)
  } catch {
    return undefined
  }
}

function decrypt(key: SecretKey, record: SecretRecord): string {
  return openSealedText(key, record.sealed, bindingOf(record))
}
