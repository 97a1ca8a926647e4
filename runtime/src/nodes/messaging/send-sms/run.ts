import type { RunErrorBody } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { listReferences } from '@patchbay/shared/expressions'
import { wellFormed } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { OutboundMessage } from '../../../kit/channel.ts'
import { emptyInput } from '../../../kit/empty-input.ts'
import { contentOf } from '../../../kit/message-content.ts'
import { defineAction, type StepContext } from '../../../kit/node.ts'
import { sms } from '../../../messaging/channels/sms.ts'
import { type Asking, afterWait, askAndWait, filesOf, findAsked } from '../ask-and-wait.ts'
import { sendSms } from './definition.ts'

type Inputs = InputsOf<typeof sendSms>

export const sendSmsAction = defineAction(sendSms, {
  run: (inputs, context) => askAndWait(askingOf(inputs, context), context),
  resume: (inputs, context, wokenBy) => afterWait(inputs, { context, wokenBy }),
  find: (inputs, context) => findAsked(askingOf(inputs, context), context),
  problems: problemsOf,
})

function askingOf(inputs: Inputs, context: StepContext): Asking {
  return { wishes: inputs, message: messageOf(inputs, context) }
}

/** Numbers that are the same in every run and cannot be texted. */
function problemsOf({ to }: Inputs): readonly FieldError[] {
  if (listReferences(to).length > 0 || to.trim() === '') return []
  const recipient = sms.normalise(to)
  if (recipient === undefined) return [{ path: 'to', message: `This is not a phone number. ${WRITE_IN_FULL}` }]
  const whyNot = sms.whyUnreachable?.(recipient)
  return whyNot === undefined ? [] : [{ path: 'to', message: whyNot }]
}

/** The message of these inputs, or why there is none. */
function messageOf(inputs: Inputs, { idempotencyKey, runId }: StepContext): OutboundMessage | RunErrorBody {
  const to = inputs.to.trim()
  const from = inputs.from.trim()
  const empty = emptyInput({ 'Send To': to, 'Send From': from, Message: inputs.message.trim() })
  if (empty !== undefined) return empty
  const recipient = sms.normalise(to)
  if (recipient === undefined) return notANumber(to)
  const whyNot = sms.whyUnreachable?.(recipient)
  if (whyNot !== undefined) return { ...notANumber(to), help: `${whyNot} Look at the contact in the Condition before.` }
  const fileUrls = filesOf(inputs.media)
  if ('code' in fileUrls) return fileUrls
  return {
    channel: sms.id,
    to: recipient,
    from: sms.normalise(from) ?? from,
    content: contentOf(wellFormed(inputs.message), fileUrls),
    idempotencyKey,
    runId,
  }
}

const WRITE_IN_FULL = 'Write it in full with the plus and the country code, such as +17865550100.'

function notANumber(to: string): RunErrorBody {
  return {
    code: 'INVALID_VALUE',
    message: `Send To is not a phone number: "${to.slice(0, 40)}".`,
    help: WRITE_IN_FULL,
  }
}
