import type { ManifestIntegration } from '../api/integrations.ts'
import { authenticationTypes, manifestEndpoints, manifestLimits } from '../api/manifest-facts.ts'
import { kindOf } from '../json/index.ts'
import { type Notes, quoted } from './notes.ts'
import { type Part, readList, readPart, readText, readWord, refuseRepeats } from './part.ts'
import { readCredentials } from './read-credentials.ts'
import { type MayBePlain, readUrl } from './read-url.ts'

/** What is known of it. */
export const integrationMembers: readonly string[] = [
  'name',
  'display_name',
  'description',
  'logo_url',
  'icon_url',
  'authentication_type',
  'authentication_configuration',
  ...manifestEndpoints,
  'interaction_types',
]
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/
const NAME_FORM = 'Use small letters, digits, _ and - only, such as my_crm.'
const MOST_TYPES = 50

/** What is known of an integration, and the whole where nothing is wrong with it. */
export interface ReadIntegration {
  readonly name: string | undefined
  readonly integration: ManifestIntegration | undefined
}

export function readIntegration(
  notes: Notes,
  value: unknown,
  { path, mayBePlain }: { readonly path: string; readonly mayBePlain: MayBePlain },
): ReadIntegration {
  const part = readPart(notes, value, { path, known: integrationMembers, what: 'the configuration of the integration' })
  if (part === undefined) return { name: undefined, integration: undefined }
  const name = readName(notes, part)
  const display_name = readText(notes, part, 'display_name', {
    missing: 'the name that people read',
    most: manifestLimits.title,
  })
  const description = readText(notes, part, 'description', {
    missing: 'which service the integration reaches',
    most: manifestLimits.description,
  })
  const logo_url = readUrl(notes, part, 'logo_url', { missing: 'the address of the logo', mayBePlain })
  const icon_url = readUrl(notes, part, 'icon_url', { missing: 'the address of the icon', mayBePlain })
  const authentication_type = readWord(notes, part, 'authentication_type', {
    words: authenticationTypes,
    missing: `one of ${authenticationTypes.join(', ')}`,
  })
  const authentication_configuration = readCredentials(notes, part, authentication_type)
  const endpoints = readEndpoints(notes, part, mayBePlain)
  const interaction_types = readTypes(notes, part)
  warnOfUncalled(notes, part, { authentication_type, ...endpoints, interaction_types })
  if (name === undefined || display_name === undefined || description === undefined) {
    return { name, integration: undefined }
  }
  if (logo_url === undefined || icon_url === undefined || authentication_type === undefined) {
    return { name, integration: undefined }
  }
  const integration = {
    ...part.rest,
    name,
    display_name,
    description,
    logo_url,
    icon_url,
    authentication_type,
    authentication_configuration,
    ...endpoints,
    interaction_types,
  }
  return { name, integration }
}

function readName(notes: Notes, part: Part): string | undefined {
  const given = part.values.get('name')
  const missing = 'the system name, which the actions have as their provider'
  if (typeof given === 'string' && given !== given.toLowerCase() && NAME.test(given.trim().toLowerCase())) {
    const name = given.trim().toLowerCase()
    notes.warn(part.at('name'), `${quoted(given)} is taken as ${quoted(name)}.`)
    return name
  }
  return readText(notes, part, 'name', { missing, most: manifestLimits.name, pattern: NAME, form: NAME_FORM })
}

function readEndpoints(notes: Notes, part: Part, mayBePlain: MayBePlain) {
  const urls = manifestEndpoints.map((key) => [key, readUrl(notes, part, key, { mayBePlain })] as const)
  const known = urls.filter((pair): pair is readonly [(typeof pair)[0], string] => pair[1] !== undefined)
  return Object.fromEntries(known) as Partial<Record<(typeof manifestEndpoints)[number], string>> // keys of the list above
}

type Endpoint = (typeof manifestEndpoints)[number]

/** Calls about people are made for an account. */
const endpointsOfAccounts: readonly Endpoint[] = manifestEndpoints.filter((key) => key !== 'auth_validation_endpoint')

function warnOfUncalled(
  notes: Notes,
  part: Part,
  found: Partial<Pick<ManifestIntegration, Endpoint>> & {
    readonly authentication_type: ManifestIntegration['authentication_type'] | undefined
    readonly interaction_types: readonly string[]
  },
): void {
  if (found.authentication_type === 'none') {
    const uncalled = endpointsOfAccounts.filter((key) => found[key] !== undefined)
    for (const key of uncalled) {
      notes.warn(
        part.at(key),
        'It is not called: an integration without sign-in (none) has no accounts to call it for.',
      )
    }
  } else if (!part.values.has('agent_synchronization_endpoint')) {
    const message = 'It is missing, so agents are not matched. Talkdesk wants it where CTI is used.'
    notes.warn(part.at('agent_synchronization_endpoint'), message)
  }
  if (found.interaction_types.length > 0 && !part.values.has('interaction_retrieval_endpoint')) {
    const message = 'Nothing uses them, because there is no interaction_retrieval_endpoint. Add it, or leave them out.'
    notes.warn(part.at('interaction_types'), message)
  }
}

function readTypes(notes: Notes, part: Part): readonly string[] {
  const path = part.at('interaction_types')
  const given = readList(notes, part, 'interaction_types', { most: MOST_TYPES }) ?? []
  const types = given.map((one, at) => {
    const text = typeof one === 'string' ? one.trim() : ''
    if (text !== '' && text.length <= 50) return text
    notes.error(`${path}[${at}]`, `Must be text of 1 to 50 characters. It is ${kindOf(one)}.`)
    return undefined
  })
  refuseRepeats(
    notes,
    types.map((name, at) => ({ name, path: `${path}[${at}]` })),
  )
  return types.filter((type) => type !== undefined)
}
