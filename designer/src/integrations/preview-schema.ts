import type { AccountDefinition } from '@patchbay/shared/api'
import { bridgeAccountType, manifestInputTypes } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { accountForm, actionInput, actionTitle, type FormCredential } from '@patchbay/shared/manifests'
import type { UiHints } from '@patchbay/shared/nodes'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { listOf, type ManifestDocument, textOf } from './manifest-document.ts'

const texts = integrationTexts.preview

/** The form of an account, drawn from what is being edited, so that it follows every letter. */
export function shownAccount({ integration }: ManifestDocument): AccountDefinition | undefined {
  const type = textOf(integration, 'authentication_type')
  if (type === 'none') return undefined
  const properties = accountForm({
    authentication_type: type,
    authentication_configuration: listOf(integration, 'authentication_configuration').map(credentialIn),
    interaction_types: textsIn(integration, 'interaction_types'),
  })
  return definition(
    textOf(integration, 'name'),
    // While people write them, names may be missing or there twice.
    properties.map(([_name, property], at) => [`field${at}`, property]),
  )
}

function credentialIn(field: JsonObject): FormCredential {
  return {
    field_name: textOf(field, 'field_name'),
    display: textOf(field, 'display') || texts.untitled,
    mandatory: field.mandatory === true,
    type: wordOf(field, 'type'),
    help: textOf(field, 'help'),
    format: textOf(field, 'format'),
    source: wordOf(field, 'source'),
  }
}

/** What the block of an action will ask, with the account that it uses. */
export function shownAction({ integration }: ManifestDocument, action: JsonObject): ShownForm {
  const hasAccount = textOf(integration, 'authentication_type') !== 'none'
  const account = { type: 'string', title: texts.account, 'x-ui': { widget: 'text' }, 'x-required': true }
  const inputs = listOf(action, 'inputs').map((input, at) => [`input${at}`, shownInput(input)] as const)
  const values = listOf(action, 'inputs').map((input, at) => [`input${at}`, beginsWith(input)] as const)
  return {
    definition: definition(textOf(action, 'name'), [...(hasAccount ? [['account', account] as const] : []), ...inputs]),
    values: Object.fromEntries(values),
  }
}

export interface ShownForm {
  readonly definition: AccountDefinition
  readonly values: Readonly<Record<string, string>>
}

/** The title of an action's block. */
export function shownTitle(action: JsonObject): string {
  return actionTitle(textOf(action, 'display')) || texts.untitled
}

/** As the block asks it, with the default as people write it: there are no variables to show it with. */
function shownInput(input: JsonObject) {
  const { 'x-ui': hints = {}, ...property } = actionInput({
    name: textOf(input, 'name') || texts.untitled,
    mandatory: input.mandatory === true,
    type: typeOf(input),
    format: textOf(input, 'format'),
  })
  return { ...property, 'x-ui': { ...hints, ...plain[hints.widget ?? 'text'] } }
}

const plain: Readonly<Partial<Record<string, UiHints>>> = {
  template: { widget: 'text' },
  'long-template': { widget: 'long-text' },
}

function beginsWith(input: JsonObject): string {
  return typeOf(input) === 'select' ? '' : textOf(input, 'format')
}

function typeOf(input: JsonObject) {
  return manifestInputTypes.find((type) => type === wordOf(input, 'type')) ?? 'text'
}

/** Words of a manifest may be written in any letter case. */
function wordOf(part: JsonObject, key: string): string {
  return textOf(part, key).toLowerCase()
}

function textsIn(part: JsonObject, key: string): readonly string[] {
  const value = part[key]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function definition(name: string, properties: readonly (readonly [string, object])[]): AccountDefinition {
  return {
    id: bridgeAccountType(name),
    title: '',
    description: '',
    icon: '',
    properties: { type: 'object', properties: Object.fromEntries(properties) },
    hashed: [],
    generated: [],
    capabilities: { create: true, test: true, webhook: false, status: false },
    addresses: [],
  }
}
