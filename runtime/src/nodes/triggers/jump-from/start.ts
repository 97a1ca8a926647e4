import { expectedInputsOf, type InputWords, readInputs } from '@patchbay/shared/calls'
import { isJsonObject } from '@patchbay/shared/json'
import { meantPeople } from '../../../kit/meant-people.ts'
import { defineTrigger } from '../../../kit/trigger.ts'
import { objectOf, textOf } from '../../../kit/values.ts'
import { expectedRowsProblems } from '../../expected-rows.ts'
import { jumpFrom } from './definition.ts'

const jumpWords: InputWords = { input: 'The expected value', sender: 'The jump' }

export const jumpFromTrigger = defineTrigger(jumpFrom, {
  start({ expected }, { data, contact }) {
    const values = isJsonObject(data.values) ? data.values : {}
    // What a person types into a field of Jump To is text, as the values of a form are.
    const named = readInputs(expectedInputsOf(expected), { body: values, isForm: true }, jumpWords)
    const [ani, dnis] = [textOf(data.ANI), textOf(data.DNIS)]
    return {
      outputs: { values },
      variables: objectOf([...named, ['ANI', ani], ['DNIS', dnis]]),
      item: { ANI: ani, DNIS: dnis, text: '', externalChatData: values, ...meantPeople(data) },
      ...(contact === undefined ? {} : { contact }),
    }
  },
  problems: ({ expected }) => expectedRowsProblems('expected', expected),
  handsBack: ({ handBack }) => objectOf(handBack.map(({ name, value }) => [name, value])),
})
