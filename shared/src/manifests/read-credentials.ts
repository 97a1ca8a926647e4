import type { CredentialField } from '../api/integrations.ts'
import {
  type AuthenticationType,
  credentialSources,
  credentialTypes,
  fieldsOfType,
  manifestLimits,
} from '../api/manifest-facts.ts'
import { isJsonObject } from '../json/index.ts'
import { type Notes, quoted } from './notes.ts'
import { type Part, readFlag, readList, readPart, readText, readWord, refuseRepeats } from './part.ts'

const KNOWN = ['field_name', 'display', 'mandatory', 'type', 'store', 'help', 'format', 'source']
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/
const NAME_FORM = 'Begin with a letter, and use letters, digits and _ only, such as api_key.'

/** Reads `authentication_configuration` and what the type asks of it. */
export function readCredentials(
  notes: Notes,
  integration: Part,
  type: AuthenticationType | undefined,
): readonly CredentialField[] {
  const path = integration.at('authentication_configuration')
  const given = readList(notes, integration, 'authentication_configuration', { most: manifestLimits.fields }) ?? []
  const fields = given.map((one, at) => readField(notes, one, `${path}[${at}]`))
  refuseRepeats(
    notes,
    fields.map((field, at) => ({ name: field?.field_name, path: `${path}[${at}].field_name` })),
  )
  const read = fields.filter((field) => field !== undefined)
  if (type !== undefined && read.length === fields.length) requireFields(notes, { path, type, fields: read })
  return read
}

function readField(notes: Notes, value: unknown, path: string): CredentialField | undefined {
  const lifted = liftOldForm(notes, value, path)
  const part = readPart(notes, lifted, { path, known: KNOWN, what: 'a credential field' })
  if (part === undefined) return undefined
  const isLifted = lifted !== value
  const source = readWord(notes, part, 'source', { words: credentialSources })
  const field = {
    field_name: readText(notes, part, 'field_name', {
      missing: 'the key under which the bridge gets the value',
      most: manifestLimits.name,
      pattern: NAME,
      form: NAME_FORM,
    }),
    display: readText(notes, part, 'display', { missing: 'the label of the field', most: manifestLimits.title }),
    mandatory: readFlag(notes, part, 'mandatory', isLifted ? { otherwise: false } : {}),
    type: readType(notes, part, source),
    store: readFlag(notes, part, 'store', isLifted ? { otherwise: true } : {}),
  }
  const { field_name, display, mandatory, type, store } = field
  const help = readText(notes, part, 'help', { most: manifestLimits.help })
  const format = readText(notes, part, 'format', { most: manifestLimits.help })
  const isWhole = field_name !== undefined && display !== undefined && type !== undefined
  if (!isWhole || mandatory === undefined || store === undefined) return undefined
  return {
    ...part.rest,
    field_name,
    display,
    mandatory,
    type,
    store,
    ...(help === undefined ? {} : { help }),
    ...(format === undefined ? {} : { format }),
    ...(source === undefined ? {} : { source }),
  }
}

/** `Text` means what people type. The older form says with `source` alone where a value comes from. */
function readType(notes: Notes, part: Part, source: string | undefined): CredentialField['type'] | undefined {
  if (source !== undefined && !part.values.has('type')) return 'input'
  const missing = `one of ${credentialTypes.join(', ')}`
  const word = readWord(notes, part, 'type', { words: [...credentialTypes, 'text'], missing })
  return word === 'text' ? 'input' : word
}

/** `{ "account": { … } }`, as of 2017, becomes `{ "field_name": "account", … }`. */
function liftOldForm(notes: Notes, value: unknown, path: string): unknown {
  if (!isJsonObject(value)) return value
  const [entry, ...others] = Object.entries(value)
  if (entry === undefined || others.length > 0 || !isJsonObject(entry[1])) return value
  const [name, members] = entry
  notes.warn(path, `This is the older form of a field. It is taken as one with field_name ${quoted(name)}.`)
  return { field_name: name, ...members }
}

function requireFields(
  notes: Notes,
  {
    path,
    type,
    fields,
  }: { readonly path: string; readonly type: AuthenticationType; readonly fields: readonly CredentialField[] },
): void {
  const needed = fieldsOfType[type] ?? []
  const missing = needed.filter((name) => !fields.some(({ field_name }) => field_name === name))
  if (missing.length > 0) {
    notes.error(path, `The type ${type} needs ${missing.map(quoted).join(', ')}. Add a field for each.`)
  }
  for (const [at, { field_name, type: from }] of fields.entries()) {
    if (needed.includes(field_name) && from === 'oauth') {
      notes.error(`${path}[${at}].type`, `People enter ${quoted(field_name)}. Write "input" or "password".`)
    }
    if (from === 'oauth' && needed.length === 0) {
      notes.error(`${path}[${at}].type`, `The type ${type} gets no tokens. Write "input" or "password".`)
    }
  }
  if (type === 'custom' && fields.length === 0) {
    notes.error(path, 'The type custom needs at least one field. Add one, or choose the type none.')
  }
  if (type === 'none' && fields.length > 0) notes.warn(path, 'The type none asks for nothing: the fields are not used.')
}
