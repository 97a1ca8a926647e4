import type { RunErrorBody } from '@patchbay/shared/api'
import { failedStep } from '../../../kit/failed-step.ts'
import { defineAction } from '../../../kit/node.ts'
import { objectOf } from '../../../kit/values.ts'
import { CONTACT_FIELDS, contactFieldOptions } from '../contact-outputs.ts'
import { updateContact } from './definition.ts'

export const updateContactAction = defineAction(updateContact, {
  async run({ contact, fields }, { services, runId, flowId, flowName, nodeId }) {
    const id = contact.trim()
    if (id === '') return failedStep(nobodyMeant)
    const values = objectOf(fields.map(({ field, value = '' }) => [field, value]))
    const changed = await services.contacts.update({ by: 'id', id }, values, { runId, flowId, flowName, nodeId })
    if (changed === undefined) return failedStep(noSuchContact)
    return { exit: 'success', outputs: { contact: changed, id: changed.id ?? null, error: '' } }
  },
  options: { [CONTACT_FIELDS]: contactFieldOptions },
})

const nobodyMeant: RunErrorBody = {
  code: 'CONTACT_NOT_FOUND',
  message: 'This run knows no contact.',
  help: 'Put Find Contact before this action, or start the flow by a message.',
}

const noSuchContact: RunErrorBody = {
  code: 'CONTACT_NOT_FOUND',
  message: 'There is no contact with this ID. It may have been merged or erased.',
  help: 'Use $contact.id, or the ID that Find Contact has left.',
}
