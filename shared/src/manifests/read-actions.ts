import type { ManifestAction, ManifestInput } from '../api/integrations.ts'
import { manifestInputTypes, manifestLimits } from '../api/manifest-facts.ts'
import { type Notes, quoted } from './notes.ts'
import { readFlag, readList, readPart, readText, readWord, refuseRepeats } from './part.ts'
import { checkDefault } from './read-default.ts'
import { type MayBePlain, readUrl } from './read-url.ts'

/** What is known of it. */
export const actionMembers: readonly string[] = ['provider', 'name', 'display', 'description', 'endpoint', 'inputs']
const KNOWN_OF_INPUT = ['key', 'name', 'mandatory', 'type', 'format']
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/
const NAME_FORM = 'Use letters, digits, _ and - only, such as create_ticket.'

export interface ActionsOf {
  /** The name of the integration, as far as it is known. */
  readonly integration: string | undefined
  readonly mayBePlain: MayBePlain
}

/** Reads the actions of a manifest. */
export function readActions(notes: Notes, given: readonly unknown[], of: ActionsOf): readonly ManifestAction[] {
  const actions = given.map((one, at) => readAction(notes, one, { ...of, path: `actions[${at}]` }))
  refuseRepeats(
    notes,
    actions.map((action, at) => ({ name: action?.name, path: `actions[${at}].name` })),
  )
  return actions.filter((action) => action !== undefined)
}

function readAction(
  notes: Notes,
  value: unknown,
  { path, integration, mayBePlain }: ActionsOf & { readonly path: string },
): ManifestAction | undefined {
  const part = readPart(notes, value, { path, known: actionMembers, what: 'an action' })
  if (part === undefined) return undefined
  const provider = readText(notes, part, 'provider', {
    missing: 'the name of the integration',
    most: manifestLimits.name,
  })
  const name = readText(notes, part, 'name', {
    missing: 'the name that no other action has',
    most: manifestLimits.name,
    pattern: NAME,
    form: NAME_FORM,
  })
  const display = readText(notes, part, 'display', {
    missing: 'what the action does, in a few words',
    most: manifestLimits.title,
  })
  const description = readText(notes, part, 'description', {
    missing: 'what the action does, in a sentence',
    most: manifestLimits.help,
  })
  const endpoint = readUrl(notes, part, 'endpoint', { missing: 'the address of the bridge for it', mayBePlain })
  const list = readList(notes, part, 'inputs', { most: manifestLimits.inputs, missing: 'the list of inputs, or []' })
  const inputs = (list ?? []).map((one, at) => readInput(notes, one, `${part.at('inputs')}[${at}]`))
  refuseRepeats(
    notes,
    inputs.map((input, at) => ({ name: input?.key, path: `${part.at('inputs')}[${at}].key` })),
  )
  noteProvider(notes, { provider, integration, path: part.at('provider') })
  if (display !== undefined && display !== display.toLowerCase()) {
    notes.warn(part.at('display'), 'Talkdesk asks for lower case: it reads this behind "Then". It is taken as it is.')
  }
  if (provider === undefined || name === undefined || display === undefined) return undefined
  if (description === undefined || endpoint === undefined) return undefined
  const read = inputs.filter((input) => input !== undefined)
  return { ...part.rest, provider: integration ?? provider, name, display, description, endpoint, inputs: read }
}

function noteProvider(
  notes: Notes,
  {
    provider,
    integration,
    path,
  }: { readonly provider: string | undefined; readonly integration: string | undefined; readonly path: string },
): void {
  if (provider === undefined || integration === undefined || provider === integration) return
  if (provider.toLowerCase() === integration) {
    notes.warn(path, `${quoted(provider)} is taken as ${quoted(integration)}, which is how the integration is called.`)
    return
  }
  const message = `No integration is called ${quoted(provider)} here; this one is ${quoted(integration)}. Write that, or import the action with its own integration.`
  notes.error(path, message)
}

function readInput(notes: Notes, value: unknown, path: string): ManifestInput | undefined {
  const part = readPart(notes, value, { path, known: KNOWN_OF_INPUT, what: 'an input' })
  if (part === undefined) return undefined
  const key = readText(notes, part, 'key', {
    missing: 'the key under which the bridge gets the value',
    most: manifestLimits.name,
  })
  const name = readText(notes, part, 'name', { missing: 'the label of the input', most: manifestLimits.title })
  const mandatory = readFlag(notes, part, 'mandatory', { otherwise: false })
  const type = part.values.has('type') ? readWord(notes, part, 'type', { words: manifestInputTypes }) : 'text'
  const format = readText(notes, part, 'format', { most: manifestLimits.description })
  if (type !== undefined) {
    const given = format === undefined ? { type } : { type, format }
    // A format that is wrong in itself has its note already.
    if (format !== undefined || !part.values.has('format') || type === 'select') {
      checkDefault(notes, given, part.at('format'))
    }
  }
  if (key === undefined || name === undefined || type === undefined || mandatory === undefined) return undefined
  return { ...part.rest, key, name, mandatory, type, ...(format === undefined ? {} : { format }) }
}
