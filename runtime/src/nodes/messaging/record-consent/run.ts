import { wellFormed } from '@patchbay/shared/json'
import { failedStep } from '../../../kit/failed-step.ts'
import { defineAction, type StepContext } from '../../../kit/node.ts'
import { placeOfContact } from '../place-of-contact.ts'
import { recordConsent } from './definition.ts'

/** The log shows it on a line. */
const MOST_LETTERS = 200

export const recordConsentAction = defineAction(recordConsent, {
  async run(inputs, context) {
    const place = await placeOfContact(inputs, context)
    if ('code' in place) return failedStep(place)
    const { state, scope, reason = '' } = inputs
    const detail = detailOf(context, reason)
    const isForAddress = scope === 'address'
    const { wasOptedOut } = await context.services.consents.record({ ...place, isForAddress, state, detail })
    return { exit: 'success', outputs: { wasOptedOut, error: '' } }
  },
})

function detailOf({ flowName, nodeId, nodeName }: StepContext, reason: string): string {
  const why = wellFormed(reason).replaceAll(/\s+/g, ' ').trim()
  return `${flowName}, #${nodeId} ${nodeName}${why === '' ? '' : `: ${why}`}`.slice(0, MOST_LETTERS)
}
