import type { RunErrorBody } from '@patchbay/shared/api'
import { wellFormed } from '@patchbay/shared/json'
import { readPhoneNumber } from '../../../channels/phone-number.ts'
import { implementAction, type StepResult } from '../../node-module.ts'
import { sendSms } from './definition.ts'

export const sendSmsAction = implementAction(sendSms, async (inputs, context) => {
  const to = inputs.to.trim()
  const from = inputs.from.trim()
  const empty = firstEmpty({ 'Send To': to, 'Send From': from, Message: inputs.message.trim() })
  if (empty !== undefined) return failed(emptyInput(empty))
  const recipient = readPhoneNumber(to)
  if (recipient === undefined) return failed(notANumber(to))
  const { idempotencyKey, runId } = context
  const message = {
    to: recipient,
    from: readPhoneNumber(from) ?? from,
    text: wellFormed(inputs.message),
    mediaUrls: [],
    idempotencyKey,
    runId,
  }
  const outcome = await context.services.channels.send(message, context.signal)
  if (!outcome.ok) return failed(outcome.error)
  const { messageId, status, segments } = outcome
  return { exit: 'success', outputs: { messageId, status, segments, error: '' } }
})

function failed(error: RunErrorBody): StepResult {
  return { exit: 'failure', outputs: { error: error.code }, error }
}

function firstEmpty(values: Readonly<Record<string, string>>): string | undefined {
  return Object.keys(values).find((title) => values[title] === '')
}

function emptyInput(title: string): RunErrorBody {
  return {
    code: 'INVALID_VALUE',
    message: `${title} is empty.`,
    help: `The variables in ${title} had no value in this run. Look at its inputs, and at the action that should have set them.`,
  }
}

function notANumber(to: string): RunErrorBody {
  return {
    code: 'INVALID_VALUE',
    message: `Send To is not a phone number: "${to.slice(0, 40)}".`,
    help: 'Write it in full with the plus and the country code, such as +17865550100.',
  }
}
