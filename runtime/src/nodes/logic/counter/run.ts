import { AppError } from '@patchbay/shared/errors'
import { addNumbers } from '@patchbay/shared/expressions'
import type { Json } from '@patchbay/shared/json'
import { defineAction } from '../../../kit/node.ts'
import { objectOf, textOf } from '../../../kit/values.ts'
import { counter } from './definition.ts'

export const counterAction = defineAction(counter, {
  /** @throws AppError INVALID_VALUE, because a loop whose Counter does not count would not end */
  async run({ name = '', initial = '0', direction, by = '1' }, { nodeId, variable }) {
    const variableName = name.trim() === '' ? `${counter.variablePrefix}_${nodeId}` : name.trim()
    const before = variable(variableName)
    const isNew = before === undefined || textOf(before).trim() === ''
    const start = readNumber(isNew ? 'Initial Value' : `$${variableName}`, isNew ? initial : before)
    const step = readNumber('By', by)
    const count = addNumbers(start, step, direction === 'decrement')
    if (count === undefined) throw new AppError('INVALID_VALUE', `$${variableName} has grown too large to be counted.`)
    return { exit: 'next', variables: objectOf([[variableName, count]]) }
  },
})

/** The value itself, if it is a number or the text of one. */
function readNumber(title: string, value: Json): Json {
  if (addNumbers(value, 0) !== undefined) return value
  const text = textOf(value)
  const shown = text.trim() === '' ? 'is empty' : `is not a number: ${text.length > 60 ? 'a long text' : `"${text}"`}`
  throw new AppError('INVALID_VALUE', `${title} ${shown}.`, { extra: { help: 'A Counter counts with numbers.' } })
}
