import { isJsonObject } from '@patchbay/shared/json'
import { meantPeople } from '../../../kit/meant-people.ts'
import { defineTrigger } from '../../../kit/trigger.ts'
import { objectOf, textOf } from '../../../kit/values.ts'
import { flowExit } from './definition.ts'

export const flowExitTrigger = defineTrigger(flowExit, {
  start(_inputs, { data, contact }) {
    const { ANI, DNIS, values, contactId: _contact, conversationId: _conversation, ...ending } = data
    const named = isJsonObject(values) ? values : {}
    const [ani, dnis] = [textOf(ANI), textOf(DNIS)]
    return {
      outputs: ending,
      variables: objectOf([...Object.entries(named), ['ANI', ani], ['DNIS', dnis]]),
      item: { ANI: ani, DNIS: dnis, text: '', externalChatData: named, ...meantPeople(data) },
      ...(contact === undefined ? {} : { contact }),
    }
  },
  handsBack: ({ values }) => objectOf(values.map(({ name, value }) => [name, value])),
})
