import { defineAction } from '../../../kit/node.ts'
import { objectOf } from '../../../kit/values.ts'
import { setVariables } from './definition.ts'

export const setVariablesAction = defineAction(setVariables, {
  run: async ({ variables }) => ({
    exit: 'next',
    variables: objectOf(variables.map(({ name, value }) => [name, value])),
  }),
})
