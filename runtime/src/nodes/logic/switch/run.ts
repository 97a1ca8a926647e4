import type { StepWarning } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { exitsOf } from '@patchbay/shared/flow'
import type { InputsOf } from '@patchbay/shared/nodes'
import { defineAction } from '../../../kit/node.ts'
import { holds, type TestContext } from '../../comparison/compare.ts'
import { switchNode } from './definition.ts'
import { isHoliday, readHolidays } from './holidays.ts'
import { isOpen } from './is-open.ts'

type Option = InputsOf<typeof switchNode>['options'][number]

export const switchAction = defineAction(switchNode, {
  /** The exits in the order of the options, the default behind them. */
  prepare: (inputs) => exitsOf(switchNode, inputs),
  async run({ options, ignoreCase = true }, { timeZone, services }, exits) {
    const warnings: StepWarning[] = []
    const context: TestContext = {
      timeZone,
      ignoreCase,
      warn: (message) => warnings.push({ code: 'NOT_COMPARABLE', message }),
    }
    const now = services.now()
    const index = options.findIndex((option) => fits(option, now, context))
    const taken = exits.at(index)
    if (taken === undefined) throw new Error('A Switch without an exit was prepared.')
    return {
      exit: taken.id,
      outputs: { option: taken.label },
      ...(warnings.length === 0 ? {} : { warnings }),
    }
  },
  problems: ({ options }) => options.flatMap(dateProblems),
})

function fits(option: Option, now: Date, context: TestContext): boolean {
  switch (option.by) {
    case 'value':
      return holds(option, context)
    case 'time': {
      const { weekdays = [], from = '', until = '' } = option
      return isOpen({ weekdays, from, until }, now, context.timeZone)
    }
    case 'holiday': {
      const holidays = readHolidays(option.dates ?? '')
      for (const line of holidays.unreadable) context.warn(notADate(line))
      return isHoliday(holidays, now, context.timeZone)
    }
  }
}

/** Lines with variables are read when the flow runs. */
function dateProblems({ by, dates = '' }: Option, index: number): readonly FieldError[] {
  if (by !== 'holiday') return []
  const wrong = readHolidays(dates).unreadable.find((line) => !/[${]/.test(line))
  return wrong === undefined ? [] : [{ path: `options[${index}].dates`, message: notADate(wrong) }]
}

/** A line is shown whole or not at all: secrets are hidden in warnings by their value, which a part would escape. */
function notADate(line: string): string {
  const shown = line.length > 60 ? `A line of ${line.length} characters` : `"${line}"`
  return `${shown} does not begin with a date. Write 2026-11-26, or 12-25 for every year.`
}
