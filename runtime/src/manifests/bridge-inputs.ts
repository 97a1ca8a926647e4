import {
  bridgeAccountType,
  type ManifestAction,
  type ManifestInput,
  type ManifestIntegration,
} from '@patchbay/shared/api'
import { actionInput, actionInputDefault } from '@patchbay/shared/manifests'
import { Type } from 'typebox'
import { accountInput } from '../kit/account-input.ts'
import { responseVariables } from '../web-call/index.ts'

const exact = { additionalProperties: false } as const

/** An input of the manifest with its property in `data` of the block. */
export interface NamedInput extends ManifestInput {
  readonly property: string
}

/** Keys of a manifest may be any text, properties of a block may not. */
export function namedInputs({ inputs }: Pick<ManifestAction, 'inputs'>): readonly NamedInput[] {
  const taken = new Set<string>()
  return inputs.map((input) => {
    const plain = input.key.replaceAll(/[^A-Za-z0-9_]/g, '_')
    const base = /^[A-Za-z]/.test(plain) ? plain : `input_${plain}`
    let property = base
    for (let n = 2; taken.has(property); n += 1) property = `${base}_${n}`
    taken.add(property)
    return { ...input, property }
  })
}

/** The inputs of a block: account, those of the manifest, and what is read from the reply. */
export function bridgeInputs(
  { name, authentication_type }: Pick<ManifestIntegration, 'name' | 'authentication_type'>,
  inputs: readonly NamedInput[],
) {
  const account = Type.String({
    title: 'Account',
    maxLength: 64,
    default: '',
    'x-ui': accountInput(bridgeAccountType(name)),
    'x-required': true,
  })
  const data = Type.Object(
    Object.fromEntries(inputs.map((input) => [input.property, Type.Optional(Type.Unsafe(actionInput(input)))])),
    {
      ...exact,
      title: 'Inputs',
      default: {},
      'x-ui': { widget: 'fields' },
    },
  )
  return Type.Object(
    {
      ...(authentication_type === 'none' ? {} : { account }),
      ...(inputs.length === 0 ? {} : { data }),
      responseVariables,
      timeoutSeconds: Type.Integer({
        title: 'Timeout',
        description: 'Without a complete reply in this time the action goes on by On Failure.',
        minimum: 1,
        maximum: 30,
        default: 10,
        'x-ui': { widget: 'number', section: 'more', width: 'third', unit: 'sec', emptyMessage: 'Timeout is empty' },
        'x-required': true,
      }),
    },
    exact,
  )
}

/** The values that a new block begins with. */
export function bridgeDefaults(
  { authentication_type }: Pick<ManifestIntegration, 'authentication_type'>,
  inputs: readonly NamedInput[],
): Readonly<Record<string, unknown>> {
  const given = inputs.flatMap((input) => {
    const text = actionInputDefault(input)
    return text === undefined ? [] : [[input.property, text] as const]
  })
  return {
    ...(authentication_type === 'none' ? {} : { account: '' }),
    ...(inputs.length === 0 ? {} : { data: Object.fromEntries(given) }),
    responseVariables: [],
    timeoutSeconds: 10,
  }
}
