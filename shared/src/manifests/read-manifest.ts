import type { IntegrationManifest } from '../api/integrations.ts'
import { manifestEndpoints, manifestLimits } from '../api/manifest-facts.ts'
import type { FieldError } from '../errors/problem.ts'
import { isJsonObject, type JsonObject, kindOf } from '../json/index.ts'
import { documentKind, looksLikeAction } from './document-kind.ts'
import { createNotes, type Notes } from './notes.ts'
import { readPart } from './part.ts'
import { readActions } from './read-actions.ts'
import { readIntegration } from './read-integration.ts'
import type { MayBePlain } from './read-url.ts'

/** A manifest as it was read. */
export interface ReadManifest {
  /** In its normal form: lower-case keys, defaults filled in. Undefined where there are errors. */
  readonly manifest: IntegrationManifest | undefined
  /** What is wrong, by path, with what to do. */
  readonly errors: readonly FieldError[]
  /** What was taken although it is not as documented, or will not be used. */
  readonly warnings: readonly FieldError[]
}

export interface ReadManifestOptions {
  /** Default: no address. */
  readonly mayBePlain?: MayBePlain
}

/**
 * Reads the manifest of an integration in the form that Talkdesk documents: `{ "integration": { … }, "actions": [ … ] }`,
 * the integration alone, or a list of documents of which one is the integration and the others are actions. What the
 * documentation itself does differently in places is taken, with a warning. Never throws.
 */
export function readManifest(given: unknown, { mayBePlain = () => false }: ReadManifestOptions = {}): ReadManifest {
  const notes = createNotes()
  const documents = documentsOf(notes, given)
  if (documents === undefined) return { manifest: undefined, errors: notes.errors, warnings: notes.warnings }
  const { path, actions: list } = documents
  const { name, integration } = readIntegration(notes, documents.integration, { path, mayBePlain })
  const actions = readActions(notes, limited(notes, list), { integration: name, mayBePlain })
  if (
    integration !== undefined &&
    list.length === 0 &&
    manifestEndpoints.every((key) => integration[key] === undefined)
  ) {
    notes.error('', 'It has neither an action nor an endpoint, so nothing could be done with it. Add one.')
  }
  const isGood = integration !== undefined && notes.errors.length === 0
  const manifest = isGood ? { ...documents.rest, integration, actions } : undefined
  return { manifest, errors: notes.errors, warnings: notes.warnings }
}

interface Documents {
  /** Where the integration stands. */
  readonly path: string
  readonly integration: unknown
  readonly actions: readonly unknown[]
  readonly rest: Readonly<Record<string, unknown>>
}

function documentsOf(notes: Notes, given: unknown): Documents | undefined {
  if (Array.isArray(given)) return documentsOfList(notes, given)
  if (!isJsonObject(given)) {
    notes.error('', `Must be an object with "integration" and "actions". It is ${kindOf(given)}.`)
    return undefined
  }
  const kind = documentKind(given)
  if (kind === 'package' || kind === 'integration') return partsOf(notes, given)
  const message =
    kind === 'action'
      ? 'This is an action alone. Add the configuration of its integration.'
      : 'It is missing. Add the configuration of the integration.'
  notes.error('integration', message)
  return undefined
}

function documentsOfList(notes: Notes, given: readonly unknown[]): Documents | undefined {
  const integrations = given.filter(isJsonObject).filter((one) => !looksLikeAction(one))
  const [integration, another] = integrations
  if (integration === undefined || another !== undefined) {
    const message =
      integration === undefined
        ? 'None of the documents is an integration. Add its configuration.'
        : `${integrations.length} of the documents are integrations. Import one at a time.`
    notes.error('', message)
    return undefined
  }
  const parts = partsOf(notes, integration)
  const others = given.filter((one) => one !== integration)
  return { ...parts, path: 'integration', actions: [...parts.actions, ...others] }
}

/** The parts of a package, or of an integration that may have its actions beside its own members. */
function partsOf(notes: Notes, document: JsonObject): Documents {
  const isBare = documentKind(document) !== 'package'
  const isActions = (key: string) => key.trim().toLowerCase() === 'actions'
  const membersThat = (isTaken: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(document).filter(([key]) => isTaken(key)))
  const own = isBare ? membersThat(isActions) : document
  const part = readPart(notes, own, { path: '', known: ['integration', 'actions'], what: 'a manifest' })
  return {
    path: isBare ? '' : 'integration',
    integration: isBare ? membersThat((key) => !isActions(key)) : part?.values.get('integration'),
    actions: actionsOf(notes, part?.values.get('actions')),
    rest: part?.rest ?? {},
  }
}

function actionsOf(notes: Notes, given: unknown): readonly unknown[] {
  if (given === undefined || given === null) return []
  if (Array.isArray(given)) return given
  notes.error('actions', `Must be a list, in [ and ]. It is ${kindOf(given)}.`)
  return []
}

function limited(notes: Notes, list: readonly unknown[]): readonly unknown[] {
  const { actions: most } = manifestLimits
  if (list.length <= most) return list
  notes.error('actions', `There are ${list.length} actions. An integration may have ${most}.`)
  return list.slice(0, most)
}
