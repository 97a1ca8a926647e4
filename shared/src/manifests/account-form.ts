import { getsTokens, isAskedField, isFieldOfType, isSecretField } from '../api/manifest-facts.ts'
import { aroundInput } from './around-input.ts'
import type { FormProperty } from './form-property.ts'

/** The property with the kinds of interactions that an account wants. No field has a dash in its name. */
export const INTERACTION_TYPES = 'interaction-types'

/** The property with the secret that signs the calls of an account. No field has a dash in its name. */
export const SIGNING_SECRET = 'signing-secret'

/** A credential field as far as its input needs it. Empty texts count as absent. */
export interface FormCredential {
  readonly field_name: string
  readonly display: string
  readonly mandatory: boolean
  readonly type: string
  readonly help?: string
  readonly format?: string
  readonly source?: string
}

/** What the form of an account is made from: a manifest, or one that is being edited. */
export interface FormIntegration {
  readonly authentication_type: string
  readonly authentication_configuration: readonly FormCredential[]
  readonly interaction_types: readonly string[]
}

/** The form of an account: its properties in order, by name. */
export function accountForm(integration: FormIntegration): readonly (readonly [name: string, FormProperty])[] {
  const { authentication_type: type, authentication_configuration: fields } = integration
  const asked = type === 'none' ? [] : fields.filter(isAskedField)
  return [
    ...asked.map((field) => [field.field_name, credentialProperty(field, type)] as const),
    ...interactionTypes(integration),
    ...(type === 'none' ? [] : [[SIGNING_SECRET, signingSecret] as const]),
  ]
}

const signingSecret: FormProperty = {
  type: 'string',
  title: 'Signing secret',
  description:
    'With it the bridge checks that a call comes from Patchbay. Saved while it is empty, also after Replace, one is made and shown once. Your own begins with whsec_, then base64.',
  pattern: '^whsec_[A-Za-z0-9+/]{32,86}={0,2}$',
  'x-pattern-text': 'whsec_, then 24 to 64 bytes as base64',
  'x-ui': {
    widget: 'secret',
    generate: 'signing-secret',
    placeholder: 'Generated when left empty',
  },
  'x-secret': true,
  // It proves who calls and is never sent.
  'x-secret-host': [],
}

function credentialProperty(field: FormCredential, authenticationType: string): FormProperty {
  const { field_name, display, mandatory, type, help = '', format = '' } = field
  const isSecret = isSecretField(field_name, type)
  return {
    type: 'string',
    title: display,
    ...(help === '' ? {} : { description: help }),
    maxLength: 4_000,
    'x-ui': {
      widget: isSecret ? 'secret' : 'text',
      emptyMessage: `${display} is empty`,
      ...(/_url$/.test(field_name) ? { mono: true, placeholder: 'https://' } : {}),
      ...aroundInput(format, field_name),
    },
    ...(mandatory || isFieldOfType(field_name, authenticationType) ? { 'x-required': true } : {}),
    ...(isSecret ? { 'x-secret': true } : {}),
    // A client secret goes to the token service, too, whose address may be read from the site.
    ...(isSecret && getsTokens(authenticationType) ? { 'x-secret-host': ['access_token_url', 'site'] } : {}),
  }
}

function interactionTypes({ interaction_types: types }: FormIntegration) {
  if (types.length === 0) return []
  const property: FormProperty = {
    type: 'array',
    items: { enum: types },
    title: 'Interactions',
    description: 'Which kinds are shown with contacts.',
    default: types,
    uniqueItems: true,
    'x-ui': { widget: 'choices' },
  }
  return [[INTERACTION_TYPES, property] as const]
}
