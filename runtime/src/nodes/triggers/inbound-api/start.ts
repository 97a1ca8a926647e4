import { AppError } from '@patchbay/shared/errors'
import { nearestName } from '@patchbay/shared/expressions'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { defineTrigger, type TriggerEvent } from '../../../kit/node.ts'
import { fieldOf, objectOf, textOf } from '../../../kit/values.ts'
import { inboundApi } from './definition.ts'

export const inboundApiTrigger = defineTrigger(inboundApi, {
  start({ expectedInputs = [] }, event) {
    const body = bodyOf(event)
    const contact = event.contact ?? textOf(fieldOf(body, 'ANI')).trim()
    const address = event.address?.value ?? textOf(fieldOf(body, 'DNIS')).trim()
    const expected = expectedInputs.map(({ name }) => [name, fieldOf(body, name) ?? null] as const)
    requireInputs(
      expectedInputs.filter(({ required = true }) => required).map(({ name }) => name),
      body,
    )
    return {
      outputs: { body },
      // ANI and DNIS last: an Expected Input of that name means the same value.
      variables: objectOf([...expected, ['ANI', contact], ['DNIS', address]]),
      item: { ANI: contact, DNIS: address, text: textOf(fieldOf(body, 'text')), externalChatData: body },
      ...(contact === '' ? {} : { contact }),
      // Who calls by SmartFlows' words names a number.
      ...(address === '' ? {} : { address: event.address ?? { channel: 'sms', value: address } }),
    }
  },
})

function bodyOf(event: TriggerEvent): JsonObject {
  const body: Json | undefined = event.data.body
  if (isJsonObject(body)) return body
  throw new AppError('BAD_REQUEST', 'The body has to be a JSON object with the Expected Inputs as its keys.')
}

/** Names match exactly, upper and lower case included, so that a typing mistake is told and not swallowed. */
function requireInputs(names: readonly string[], body: JsonObject): void {
  const missing = names.filter((name) => fieldOf(body, name) === undefined)
  if (missing.length === 0) return
  const errors = missing.map((name) => {
    const near = nearestName(
      name,
      Object.keys(body).filter((key) => !names.includes(key)),
    )
    const hint = near === undefined ? '' : ` The request has "${near}"; names must match exactly.`
    return { path: name, message: `Expected Input "${name}" is missing.${hint}` }
  })
  throw new AppError('MISSING_INPUT', errors.map((error) => error.message).join(' '), { errors })
}
