import type { ManifestIntegration } from '@patchbay/shared/api'
import { ownValue } from '@patchbay/shared/flow'
import { isRecord } from '../platform/is-record.ts'
import { isStillChoice } from './bridge-data.ts'
import { bridgeDefaults, type NamedInput } from './bridge-inputs.ts'

interface UpgradeOptions {
  readonly before: readonly NamedInput[]
  readonly after: readonly NamedInput[]
  readonly integration: ManifestIntegration
}

/** Takes the inputs of a block over into a newer version of its action, by the keys of the manifest. */
export function upgradedInputs(
  old: Readonly<Record<string, unknown>>,
  { before, after, integration }: UpgradeOptions,
): Readonly<Record<string, unknown>> {
  const given = isRecord(old.data) ? old.data : {}
  const defaults = bridgeDefaults(integration, after)
  const begun = isRecord(defaults.data) ? defaults.data : {}
  const values = after.flatMap((input): [string, unknown][] => {
    const was = before.find(({ key }) => key === input.key)
    if (was === undefined) return Object.hasOwn(begun, input.property) ? [[input.property, begun[input.property]]] : []
    const value = ownValue(given, was.property)
    return value === undefined || !isStillChoice(input, value) ? [] : [[input.property, value]]
  })
  const { data: _data, account: _account, ...others } = old
  return {
    ...others,
    ...(integration.authentication_type === 'none' ? {} : { account: old.account ?? '' }),
    ...(after.length === 0 ? {} : { data: Object.fromEntries(values) }),
  }
}
