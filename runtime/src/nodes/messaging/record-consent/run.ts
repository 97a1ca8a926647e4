import type { RunErrorBody } from '@patchbay/shared/api'
import { wellFormed } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import { defineAction, type StepContext, type StepResult } from '../../../kit/node.ts'
import { emptyInput } from '../ask-and-wait.ts'
import { recordConsent } from './definition.ts'

/** The log shows it on a line. */
const MOST_LETTERS = 200

export const recordConsentAction = defineAction(recordConsent, {
  async run(inputs, context) {
    const place = await placeOf(inputs, context)
    if ('code' in place) return failed(place)
    const { state, scope, reason = '' } = inputs
    const detail = detailOf(context, reason)
    const isForAddress = scope === 'address'
    const { wasOptedOut } = await context.services.consents.record({ ...place, isForAddress, state, detail })
    return { exit: 'success', outputs: { wasOptedOut, error: '' } }
  },
})

type Place = Readonly<Record<'channel' | 'address' | 'contact', string>>

async function placeOf(
  { to, from }: InputsOf<typeof recordConsent>,
  { services, address: near }: StepContext,
): Promise<Place | RunErrorBody> {
  const empty = emptyInput({ Contact: to.trim(), 'Our Address': from.trim() })
  if (empty !== undefined) return empty
  const address = await services.messages.addressOf(from, near)
  if ('code' in address) return address
  const contact = services.messages.contactOf(address.channel, to)
  if (typeof contact !== 'string') return contact
  return { channel: address.channel, address: address.value, contact }
}

function detailOf({ flowName, nodeId, nodeName }: StepContext, reason: string): string {
  const why = wellFormed(reason).replaceAll(/\s+/g, ' ').trim()
  return `${flowName}, #${nodeId} ${nodeName}${why === '' ? '' : `: ${why}`}`.slice(0, MOST_LETTERS)
}

function failed(error: RunErrorBody): StepResult {
  return { exit: 'failure', outputs: { error: error.code }, error }
}
