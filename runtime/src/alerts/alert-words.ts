import type { Json, JsonObject } from '@patchbay/shared/json'
import { fieldOf, textOf } from '../kit/values.ts'

export type AlertKind = 'first-failure' | 'failure-rate' | 'caught-rate'

/** An alert in words, for people. Its first line says it all. */
export interface AlertWords {
  readonly subject: string
  readonly text: string
}

/** @param body as flows and URLs get it */
export function alertWords(body: JsonObject): AlertWords {
  const subject = subjectOf(body)
  const reason = textOf(fieldOf(fieldOf(body, 'error'), 'message'))
  const url = textOf(fieldOf(body, 'url'))
  const lines = [subject, ...(reason === '' ? [] : [reason]), ...(url === '' ? [] : [url])]
  return { subject, text: lines.join('\n') }
}

function subjectOf(body: JsonObject): string {
  const kind: Json | undefined = fieldOf(body, 'event')
  if (kind === 'account-lost') {
    return `${textOf(fieldOf(body, 'accountName'))} needs attention: ${textOf(fieldOf(body, 'problem'))}`
  }
  const webhook = textOf(fieldOf(body, 'webhookName'))
  const problem = textOf(fieldOf(body, 'problem'))
  if (kind === 'webhook-off') return `The event webhook ${webhook} was turned off: ${problem}`
  if (kind === 'webhook-failing') {
    return `The event webhook ${webhook} has failed for four days and will be turned off in a day: ${problem}`
  }
  const name = textOf(fieldOf(body, 'flowName'))
  const runs = fieldOf(body, 'runs')
  const total = textOf(fieldOf(runs, 'total'))
  if (kind === 'failure-rate')
    return `${name}: ${textOf(fieldOf(runs, 'failed'))} of ${total} runs failed in half an hour`
  if (kind === 'caught-rate')
    return `${name}: ${textOf(fieldOf(runs, 'caught'))} of ${total} runs took On Failure in an hour`
  const step = fieldOf(body, 'failedStep')
  const place =
    textOf(fieldOf(step, 'nodeId')) === ''
      ? ''
      : ` at #${textOf(fieldOf(step, 'nodeId'))} ${textOf(fieldOf(step, 'name'))}`
  return `${name} failed${place}`
}
