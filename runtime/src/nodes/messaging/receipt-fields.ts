import type { ExitRule, FieldCondition, OutputField } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

const noQuestion = { field: 'responseTimeoutSeconds', isSet: false } as const satisfies FieldCondition
/** An answer proves that the message arrived, so a question waits for no receipt. */
const wantsReceipt = {
  field: 'requestDeliveryReceipt',
  isSet: true,
  and: noQuestion,
} as const satisfies FieldCondition

/** Inputs of actions that can wait for the receipt of their message, beside `responseTimeoutSeconds`. */
export const receiptInputs = {
  requestDeliveryReceipt: Type.Optional(
    Type.Boolean({
      title: 'Request Delivery Receipt',
      description: 'Waits until the carrier reports whether the message has reached the contact.',
      'x-ui': { widget: 'switch', visibleWhen: noQuestion },
    }),
  ),
  receiptTimeoutSeconds: Type.Optional(
    Type.Integer({
      title: 'Receipt Timeout (Seconds)',
      description: 'How long to wait for the receipt, up to 3 days. Empty: 10 minutes.',
      minimum: 1,
      maximum: 259_200,
      'x-ui': { widget: 'number', width: 'half', placeholder: '600', visibleWhen: wantsReceipt },
    }),
  ),
}

/** Exits without a question: those of a receipt in place of `success` where one is requested. */
export const receiptExits: readonly ExitRule[] = [
  {
    id: 'success',
    label: 'On Success',
    when: { ...noQuestion, and: { field: 'requestDeliveryReceipt', isSet: false } },
  },
  { id: 'delivered', label: 'Delivered', when: wantsReceipt },
  { id: 'undelivered', label: 'Not Delivered', when: wantsReceipt },
]

export const receiptExitIds = ['delivered', 'undelivered']

export const receiptOutput: OutputField = {
  name: 'receipt',
  title: 'The delivery receipt',
  type: 'object',
  exits: receiptExitIds,
  fields: [
    { name: 'status', title: 'Last status of the message', type: 'text', sample: 'delivered' },
    { name: 'error', title: 'Error code of the carrier', type: 'text', sample: '30003' },
    { name: 'at', title: 'When the carrier saw it', type: 'text', sample: '2026-01-31T09:30:00.000Z' },
  ],
}
