import type { StepWarning } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { FAILURE_EXIT } from '@patchbay/shared/flow'
import { parseJson } from '@patchbay/shared/json'
import type { CallerState } from '../../../kit/caller-answer.ts'
import { defineAction } from '../../../kit/node.ts'
import { respond } from './definition.ts'
import { whyRefused } from './refused-headers.ts'

/** These have no body by their meaning. */
const bodiless = new Set([204, 205, 304])

export const respondAction = defineAction(respond, {
  async run({ status, contentType = 'application/json', body: written = '', headers = [] }, context) {
    const body = written.trim() === '' ? '' : written
    const rows = headers.filter(({ key }) => key.trim() !== '')
    const fault = faultOf(status, contentType, body, rows)
    if (fault !== undefined) return { exit: FAILURE_EXIT, outputs: { error: 'INVALID_VALUE' }, error: fault }
    const named = Object.fromEntries(rows.map(({ key, value }) => [key.trim().toLowerCase(), value]))
    const warning = warningFor(context.caller)
    return {
      exit: 'success',
      outputs: { status, contentType, headers: named, body, error: '' },
      ...(warning === undefined ? {} : { warnings: [warning] }),
    }
  },

  problems({ headers = [] }) {
    return headers.flatMap(({ key }, index) => {
      const message = whyRefused(key)
      return message === undefined ? [] : [{ path: `headers[${index}].key`, message }]
    })
  },
})

function faultOf(status: number, contentType: string, body: string, rows: readonly { readonly key: string }[]) {
  const refusal = rows.map(({ key }) => whyRefused(key)).find((reason) => reason !== undefined)
  if (refusal !== undefined) return { code: 'INVALID_VALUE', message: refusal }
  if (bodiless.has(status) && body !== '') {
    return { code: 'INVALID_VALUE', message: `An answer with status ${status} has no body. Empty it.` }
  }
  if (contentType !== 'application/json' || body === '') return undefined
  try {
    parseJson(body)
    return undefined
  } catch (error) {
    const why = error instanceof AppError ? error.message : 'It cannot be read.'
    const help = 'Look for missing quotes and commas in Body, or choose text/plain.'
    return { code: 'INVALID_VALUE', message: `The body is not JSON. ${why}`, help }
  }
}

function warningFor(caller: CallerState): StepWarning | undefined {
  return caller === 'waiting' ? undefined : { code: 'NOT_ANSWERED', message: reasons[caller] }
}

const reasons: Readonly<Record<Exclude<CallerState, 'waiting'>, string>> = {
  answered: 'The caller has its answer from an earlier Respond. This one reached nobody.',
  gone: 'The caller waited no longer, so this answer reached nobody.',
  none: 'Nobody waits for an answer: set Answer of the trigger to "When the flow responds", or call with "Prefer: wait".',
}
