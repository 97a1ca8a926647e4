import type { StepWarning } from '@patchbay/shared/api'
import { defineAction } from '../../../kit/node.ts'
import { holds } from './compare.ts'
import { condition } from './definition.ts'

export const conditionAction = defineAction(condition, {
  async run({ match, tests }, { timeZone }) {
    const warnings: StepWarning[] = []
    const warn = (message: string) => warnings.push({ code: 'NOT_COMPARABLE', message })
    const context = { timeZone, warn }
    const test = ({ left, operator, right = '' }: (typeof tests)[number]) => holds(left, operator, right, context)
    const result = match === 'all' ? tests.every(test) : tests.some(test)
    return { exit: result ? 'true' : 'false', outputs: { result }, ...(warnings.length === 0 ? {} : { warnings }) }
  },
})
