import type { RunErrorBody } from '@patchbay/shared/api'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { ContactKey } from '../../../kit/contacts.ts'
import { failedStep } from '../../../kit/failed-step.ts'
import { defineAction, type StepContext, type StepResult } from '../../../kit/node.ts'
import { textOf } from '../../../kit/values.ts'
import { CONTACT_FIELDS, contactFieldOptions } from '../contact-outputs.ts'
import { placeOfContact } from '../place-of-contact.ts'
import { findContact } from './definition.ts'

type Inputs = InputsOf<typeof findContact>

export const findContactAction = defineAction(findContact, {
  async run(inputs, context) {
    const { contacts } = context.services
    const key = await keyOf(inputs, context)
    if ('code' in key) return failedStep(key)
    const found = await contacts.find(key)
    if (found !== undefined) return foundAs(found, false)
    if (!inputs.createIfMissing) return { exit: 'not-found', outputs: { error: '' } }
    const { runId, flowId, flowName, nodeId } = context
    const { contact, isNew } = await contacts.findOrCreate(key, { runId, flowId, flowName, nodeId })
    return foundAs(contact, isNew)
  },
  options: { [CONTACT_FIELDS]: contactFieldOptions },
})

async function keyOf(inputs: Inputs, context: StepContext): Promise<ContactKey | RunErrorBody> {
  const { by, to = '', from = '', field = '', source = '', value = '' } = inputs
  if (by === 'address') {
    const place = await placeOfContact({ to, from }, context)
    return 'code' in place ? place : { by: 'point', ...place }
  }
  const wanted = textOf(value).trim()
  if (wanted === '') return nothingToFind
  if (by === 'external-id') return { by: 'external-id', source: source.trim(), externalId: wanted }
  return { by: 'field', key: by === 'field' ? field : by, value }
}

function foundAs(contact: StepContact, isNew: boolean): StepResult {
  return { exit: 'found', outputs: { contact, id: contact.id ?? null, isNew, error: '' } }
}

type StepContact = NonNullable<Awaited<ReturnType<StepContext['services']['contacts']['find']>>>

const nothingToFind: RunErrorBody = {
  code: 'INVALID_VALUE',
  message: 'Value was empty in this run, so nobody can be looked up.',
  help: 'Use a variable that always has a value, or ask for it first.',
}
