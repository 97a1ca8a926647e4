import type { StepWarning } from '@patchbay/shared/api'
import { defineAction } from '../../../kit/node.ts'
import { holds, type Test } from '../../comparison/compare.ts'
import { condition } from './definition.ts'

export const conditionAction = defineAction(condition, {
  async run({ match, tests, groups = [], ignoreCase = true }, { timeZone }) {
    const warnings: StepWarning[] = []
    const warn = (message: string) => warnings.push({ code: 'NOT_COMPARABLE', message })
    const isTrue = (test: Test) => holds(test, { timeZone, ignoreCase, warn })
    const result = fits(match, [
      ...tests.map((test) => () => isTrue(test)),
      ...groups.map(
        (group) => () =>
          fits(
            group.match,
            group.tests.map((test) => () => isTrue(test)),
          ),
      ),
    ])
    return { exit: result ? 'true' : 'false', outputs: { result }, ...(warnings.length === 0 ? {} : { warnings }) }
  },
})

/** Asks one after another, and no further than the outcome is open. */
function fits(match: 'all' | 'any', parts: readonly (() => boolean)[]): boolean {
  return match === 'all' ? parts.every((part) => part()) : parts.some((part) => part())
}
