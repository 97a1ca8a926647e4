import { defineAction } from '../../../kit/node.ts'
import { holds } from './compare.ts'
import { condition } from './definition.ts'

export const conditionAction = defineAction(condition, {
  async run({ match, tests }) {
    const test = ({ left, operator, right = '' }: (typeof tests)[number]) => holds(left, operator, right)
    const result = match === 'all' ? tests.every(test) : tests.some(test)
    return { exit: result ? 'true' : 'false', outputs: { result } }
  },
})
