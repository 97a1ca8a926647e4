import type { AccountDefinition } from '@patchbay/shared/api'
import { propertiesOf } from '@patchbay/shared/flow'

/** The label of a property in the form; its name where it has none. */
export function propertyTitle({ properties }: AccountDefinition, name: string): string {
  return propertiesOf(properties).find(([property]) => property === name)?.[1].title ?? name
}
