import type { RunErrorBody } from '@patchbay/shared/api'

/** The error of an action's first input without a value, by the titles of the inputs; undefined when all of them have one. */
export function emptyInput(values: Readonly<Record<string, string>>): RunErrorBody | undefined {
  const title = Object.keys(values).find((name) => values[name] === '')
  if (title === undefined) return undefined
  return {
    code: 'INVALID_VALUE',
    message: `${title} is empty.`,
    help: `The variables in ${title} had no value in this run. Look at its inputs, and at the action that should have set them.`,
  }
}
