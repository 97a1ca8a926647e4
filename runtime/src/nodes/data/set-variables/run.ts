import { implementAction } from '../../../kit/node.ts'
import { objectOf } from '../../../kit/values.ts'
import { setVariables } from './definition.ts'

export const setVariablesAction = implementAction(setVariables, async ({ variables }) => ({
  exit: 'next',
  variables: objectOf(variables.map(({ name, value }) => [name, value])),
}))
