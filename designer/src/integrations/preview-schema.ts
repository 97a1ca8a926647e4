import type { AccountDefinition } from '@patchbay/shared/api'
import { bridgeAccountType, fieldsOfType, isAskedField, isSecretField, manifestInputTypes } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { selectChoices } from '@patchbay/shared/manifests'
import type { UiHints } from '@patchbay/shared/nodes'
import { integrationTexts } from '../ui/texts/integrations.ts'
import { listOf, type ManifestDocument, textOf } from './manifest-document.ts'

const texts = integrationTexts.preview

/** A property as the forms read it, without the parts of a schema that only a check needs. */
interface ShownProperty {
  readonly type: 'string'
  readonly title: string
  readonly description?: string
  readonly enum?: readonly string[]
  readonly 'x-ui': UiHints
  readonly 'x-required'?: true
}

/**
 * The form of an account as its type will have it. Drawn from what is being edited, so that it follows every letter: the
 * server makes it from manifests without errors only.
 */
export function shownAccount({ integration }: ManifestDocument): AccountDefinition | undefined {
  const type = textOf(integration, 'authentication_type')
  const fields = listOf(integration, 'authentication_configuration').filter((field) =>
    isAskedField({ type: wordOf(field, 'type'), source: wordOf(field, 'source') }),
  )
  if (type === 'none') return undefined
  const needed = Object.entries(fieldsOfType).find(([one]) => one === type)?.[1] ?? []
  return definition(
    textOf(integration, 'name'),
    fields.map((field, at) => [`field${at}`, credential(field, needed)]),
  )
}

function credential(field: JsonObject, needed: readonly string[]): ShownProperty {
  const name = textOf(field, 'field_name')
  const isSecret = isSecretField(name, wordOf(field, 'type'))
  const format = textOf(field, 'format').replaceAll(/\{\{\s*\w+\s*\}\}/g, '…')
  const help = [textOf(field, 'help'), format === '' ? '' : texts.asIn(format)].filter((part) => part !== '')
  return {
    type: 'string',
    title: textOf(field, 'display') || texts.untitled,
    ...(help.length === 0 ? {} : { description: help.join('; ') }),
    'x-ui': { widget: isSecret ? 'secret' : 'text' },
    ...(field.mandatory === true || needed.includes(name) ? { 'x-required': true } : {}),
  }
}

/** What the block of an action will ask, with the account that it uses. */
export function shownAction({ integration }: ManifestDocument, action: JsonObject): ShownForm {
  const hasAccount = textOf(integration, 'authentication_type') !== 'none'
  const account: ShownProperty = {
    type: 'string',
    title: texts.account,
    'x-ui': { widget: 'text' },
    'x-required': true,
  }
  const inputs = listOf(action, 'inputs').map((input, at) => [`input${at}`, actionInput(input)] as const)
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

function actionInput(input: JsonObject): ShownProperty {
  const type = typeOf(input)
  const required = input.mandatory === true ? ({ 'x-required': true } as const) : {}
  const common = { type: 'string', title: textOf(input, 'name') || texts.untitled, ...required } as const
  if (type !== 'select') return { ...common, 'x-ui': { widget: type === 'textarea' ? 'long-text' : 'text' } }
  return { ...common, enum: selectChoices(textOf(input, 'format')), 'x-ui': { widget: 'select' } }
}

function beginsWith(input: JsonObject): string {
  return typeOf(input) === 'select' ? '' : textOf(input, 'format')
}

function typeOf(input: JsonObject) {
  return manifestInputTypes.find((type) => type === wordOf(input, 'type'))
}

/** Words of a manifest may be written in any letter case. */
function wordOf(part: JsonObject, key: string): string {
  return textOf(part, key).toLowerCase()
}

function definition(name: string, properties: readonly (readonly [string, ShownProperty])[]): AccountDefinition {
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
