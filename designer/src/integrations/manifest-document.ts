import { authenticationTypes, fieldsOfType, manifestEndpoints } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { looksLikeAction } from '@patchbay/shared/manifests'

/**
 * A manifest while people edit it. Members have the names of the manifest; they may be missing or wrong, and those that
 * the form does not know are kept, beside the integration as well as in it.
 */
export interface ManifestDocument {
  readonly [member: string]: Json
  readonly integration: JsonObject
  readonly actions: readonly JsonObject[]
}

/** What a new one begins with. */
const emptyDocument: ManifestDocument = {
  integration: {
    name: '',
    display_name: '',
    description: '',
    logo_url: '',
    icon_url: '',
    authentication_type: 'custom',
    authentication_configuration: [],
    interaction_types: [],
  },
  actions: [],
}

export const emptyField: JsonObject = { field_name: '', display: '', mandatory: true, type: 'input', store: true }
export const emptyInput: JsonObject = { key: '', name: '', mandatory: false, type: 'text' }
export const emptyAction = (provider: string): JsonObject => {
  return { provider, name: '', display: '', description: '', endpoint: '', inputs: [] }
}

/** The manifest within any JSON, as far as the form can show it: keys in small letters, lists where lists belong. */
export function documentOf(given: unknown): ManifestDocument {
  const documents = (Array.isArray(given) ? given : [given]).filter(isJsonObject)
  const main = documents.find((one) => !looksLikeAction(one)) ?? {}
  const parts = withSmallKeys(main)
  const own = isJsonObject(parts.integration) ? parts.integration : undefined
  const { actions: _actions, ...integration } = withSmallKeys(own ?? parts)
  const actions = [...objectsIn(parts.actions), ...documents.filter(looksLikeAction).map(withSmallKeys)]
  const type = integration.authentication_type
  return {
    ...(own === undefined ? {} : besideParts(main)),
    integration: {
      ...emptyDocument.integration,
      ...integration,
      // One that is not known stays, so that people are told.
      authentication_type: word(type, authenticationTypes) ?? (type === undefined ? 'custom' : type),
      authentication_configuration: objectsIn(integration.authentication_configuration),
      interaction_types: Array.isArray(integration.interaction_types) ? integration.interaction_types : [],
    },
    actions: actions.map((action) => ({
      ...emptyAction(textOf(integration, 'name')),
      ...action,
      inputs: objectsIn(action.inputs).map((input) => ({
        ...input,
        type: textOf(input, 'type').toLowerCase() || 'text',
      })),
    })),
  }
}

/** What a package has beside its two parts. It stays in its letter case, as the server keeps it. */
function besideParts(given: JsonObject): JsonObject {
  const isPart = (key: string) => ['integration', 'actions'].includes(key.trim().toLowerCase())
  return Object.fromEntries(Object.entries(given).filter(([key]) => !isPart(key)))
}

/** A member as the text that a field shows. */
export function textOf(part: JsonObject, key: string): string {
  const value = part[key]
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : ''
}

export function listOf(part: JsonObject, key: string): readonly JsonObject[] {
  const value = part[key]
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** With a member set; one that need not be there goes with its last character. */
export function withText(part: JsonObject, key: string, text: string): JsonObject {
  const { [key]: _before, ...rest } = part
  return text === '' && mayBeMissing.has(key) ? rest : { ...part, [key]: text }
}

const mayBeMissing: ReadonlySet<string> = new Set(['help', 'format', ...manifestEndpoints])

/** The fields that the chosen kind of sign-in needs and the manifest does not have. */
export function missingFields(integration: JsonObject): readonly JsonObject[] {
  const type = word(integration.authentication_type, authenticationTypes) ?? 'none'
  const known = new Set(listOf(integration, 'authentication_configuration').map((field) => textOf(field, 'field_name')))
  return (fieldsOfType[type] ?? [])
    .filter((name) => !known.has(name))
    .map((name) => ({
      ...emptyField,
      field_name: name,
      display: titleOf(name),
      type: /secret|password/.test(name) ? 'password' : 'input',
    }))
}

/** `client_id` as people write it. */
function titleOf(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replace(/\burl\b/, 'URL')
    .replace(/\bid\b/, 'ID')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function word<Word extends string>(value: Json | undefined, words: readonly Word[]): Word | undefined {
  return words.find((one) => typeof value === 'string' && one === value.trim().toLowerCase())
}

function objectsIn(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject).map(lifted).map(withSmallKeys) : []
}

/** The older form of a field has its name around it: `{ "account": { … } }`. */
function lifted(entry: JsonObject): JsonObject {
  const [only, ...others] = Object.entries(entry)
  if (only === undefined || others.length > 0 || !isJsonObject(only[1])) return entry
  return { field_name: only[0], ...only[1] }
}

function withSmallKeys(part: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key.trim().toLowerCase(), value]))
}
