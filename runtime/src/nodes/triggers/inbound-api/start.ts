import { expectedInputsOf, readInputs } from '@patchbay/shared/calls'
import { AppError } from '@patchbay/shared/errors'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { defineTrigger, type TriggerEvent } from '../../../kit/trigger.ts'
import { fieldOf, objectOf, textOf } from '../../../kit/values.ts'
import { expectedRowsProblems } from '../../expected-rows.ts'
import { inboundApi } from './definition.ts'

export const inboundApiTrigger = defineTrigger(inboundApi, {
  start({ expectedInputs }, event) {
    const body = bodyOf(event)
    const contact = event.contact ?? textOf(fieldOf(body, 'ANI')).trim()
    const address = event.address?.value ?? textOf(fieldOf(body, 'DNIS')).trim()
    const isForm = event.data.isForm === true
    const values = readInputs(expectedInputsOf(expectedInputs), { body, isForm })
    return {
      outputs: { body },
      // ANI and DNIS last: an Expected Input of that name means the same value.
      variables: objectOf([...values, ['ANI', contact], ['DNIS', address]]),
      item: { ANI: contact, DNIS: address, text: textOf(fieldOf(body, 'text')), externalChatData: body },
      ...(contact === '' ? {} : { contact }),
      // Who calls by SmartFlows' words names a number.
      ...(address === '' ? {} : { address: event.address ?? { channel: 'sms', value: address } }),
    }
  },

  problems: ({ expectedInputs = [] }) => expectedRowsProblems('expectedInputs', expectedInputs),
})

function bodyOf(event: TriggerEvent): JsonObject {
  const body: Json | undefined = event.data.body
  if (isJsonObject(body)) return body
  throw new AppError('BAD_REQUEST', 'The body has to be a JSON object with the Expected Inputs as its keys.')
}
