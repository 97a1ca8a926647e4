import { AppError } from '@patchbay/shared/errors'
import { isJsonObject } from '@patchbay/shared/json'
import { defineTrigger } from '../../../kit/node.ts'
import { fieldOf, objectOf, textOf } from '../../../kit/values.ts'
import { jumpFrom } from './definition.ts'

export const jumpFromTrigger = defineTrigger(jumpFrom, {
  start({ expected }, { data, contact }) {
    const values = isJsonObject(data.values) ? data.values : {}
    const missing = expected.filter(({ name, required = true }) => required && fieldOf(values, name) === undefined)
    if (missing.length > 0) {
      const errors = missing.map(({ name }) => ({ path: name, message: `The expected value "${name}" is missing.` }))
      throw new AppError('MISSING_INPUT', errors.map(({ message }) => message).join(' '), { errors })
    }
    const named = expected.map(({ name }) => [name, fieldOf(values, name) ?? null] as const)
    const [ani, dnis] = [textOf(data.ANI), textOf(data.DNIS)]
    return {
      outputs: { values },
      variables: objectOf([...named, ['ANI', ani], ['DNIS', dnis]]),
      item: { ANI: ani, DNIS: dnis, text: '', externalChatData: values },
      ...(contact === undefined ? {} : { contact }),
    }
  },
  handsBack: ({ handBack }) => objectOf(handBack.map(({ name, value }) => [name, value])),
})
