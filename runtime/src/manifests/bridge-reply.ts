import type { RunErrorBody } from '@patchbay/shared/api'
import { actionAnswerFields, readNamedContact } from '@patchbay/shared/bridges'
import type { Json, JsonObject } from '@patchbay/shared/json'
import { fieldOf, textOf } from '../kit/values.ts'
import { type CallReport, outputsOf } from '../web-call/index.ts'

const LONGEST_MESSAGE = 500

/** The outputs of an action: those of a web call, and what bridges say by the documentation. */
export function bridgeOutputs(report: CallReport): JsonObject {
  const { statusCode, responseBody, error } = outputsOf(report)
  const body = bodyOf(report)
  const documented = actionAnswerFields.map((name) => [name, textOf(fieldOf(body, name))] as const)
  // Whatever is no id must not be taken for one by the flow.
  const contact_external_id = readNamedContact(body).value?.id ?? ''
  return { ...Object.fromEntries(documented), contact_external_id, statusCode, responseBody, error } as JsonObject // made of JSON
}

/** What is wrong with a reply; null when the bridge did what it was asked. The bridge's own words come first. */
export function bridgeFailure(report: CallReport, isOAuth: boolean): RunErrorBody | null {
  const { error, reply, statusCode } = report
  const isJson = reply === null || reply.content.format === 'json' || reply.content.format === 'empty'
  if (error === null) return isJson ? null : unreadable()
  if (error.code !== 'HTTP_STATUS' || statusCode === null) return error
  const said = textOf(fieldOf(bodyOf(report), 'message')).slice(0, LONGEST_MESSAGE)
  const message = `The bridge answered ${statusCode}${said === '' ? '' : `: ${said}`}`
  return { code: error.code, message, help: helpFor(statusCode, isOAuth) }
}

function bodyOf({ reply }: CallReport): Json | undefined {
  return reply?.content.format === 'json' ? reply.content.tree : undefined
}

function unreadable(): RunErrorBody {
  return {
    code: 'RESPONSE_NOT_READABLE',
    message: 'The reply of the bridge is not JSON',
    help: 'The bridge has to answer with JSON, or with nothing. Its maker can mend that.',
  }
}

function helpFor(status: number, isOAuth: boolean): string {
  if (status === 400) return 'The bridge could not do it with these values. Look at the inputs of the action.'
  if (status === 401 && isOAuth) return 'It refused a new token as well. An administrator connects the account again.'
  if (status === 401) return 'It does not accept the account. An administrator enters its fields again under Accounts.'
  if (status === 429) return 'The bridge wants fewer calls; wait a little and try again.'
  if (status >= 500) return 'The bridge has a fault. Keep the On Failure path for such moments.'
  if (status >= 300 && status < 400)
    return 'The bridge sends the call elsewhere, which is not followed: credentials would go there.'
  return 'Look at the reply: most bridges say there what is wrong.'
}
