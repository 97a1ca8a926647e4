import { inputAt, parseInputPath } from '@patchbay/shared/flow'
import type { UiHints } from '@patchbay/shared/nodes'

/** The inputs that the choices of a field depend on, as JSON: what a source is asked with. */
export function optionInputs(inputs: Parameters<typeof inputAt>[0], { dependsOn = [] }: UiHints): string {
  return JSON.stringify(Object.fromEntries(dependsOn.map((name) => [name, inputAt(inputs, parseInputPath(name))])))
}
