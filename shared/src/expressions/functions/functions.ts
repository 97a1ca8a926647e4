import type { FunctionDefinition } from './function-definition.ts'
import { listFunctions } from './list-functions.ts'
import { numberFunctions } from './number-functions.ts'
import { textFunctions } from './text-functions.ts'
import { timeFunctions } from './time-functions.ts'

const defaultFunction: FunctionDefinition = {
  name: 'default',
  title: 'Another value where there is none, or only an empty text.',
  takes: 'any',
  parameters: [{ name: 'value', type: 'any' }],
  usage: 'default: "friend"',
  example: ['', 'friend'],
  run: (value) => value,
}

/** Every function of the language, in the order in which they are offered. */
export const functions: readonly FunctionDefinition[] = [
  defaultFunction,
  ...textFunctions,
  ...numberFunctions,
  ...listFunctions,
  ...timeFunctions,
]

const byName = new Map(functions.map((definition) => [definition.name, definition]))

export function functionNamed(name: string): FunctionDefinition | undefined {
  return byName.get(name)
}

/** `default` alone looks at values that are not there. */
export function isDefault({ name }: FunctionDefinition): boolean {
  return name === defaultFunction.name
}

/** Functions that read the zone of the flow. */
export function needsZone({ takes }: FunctionDefinition): boolean {
  return takes === 'time'
}
