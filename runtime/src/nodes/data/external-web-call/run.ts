import type { Json } from '@patchbay/shared/json'
import { defineAction } from '../../../kit/node.ts'
import { objectOf } from '../../../kit/values.ts'
import { bodyValue, type CallReport, callService } from '../../../web-call/call-service.ts'
import { externalWebCall } from './definition.ts'
import { prepareVariables } from '../../../web-call/extract.ts'

export const externalWebCallAction = defineAction(externalWebCall, {
  prepare: prepareVariables,
  async run(inputs, context, variables) {
    const { services, signal, nodeId, nodeName } = context
    const report = await callService(inputs, variables, { services, signal, label: `#${nodeId} ${nodeName}` })
    const { error, warnings, again } = report
    const outputs = outputsOf(report)
    if (error !== null) {
      return {
        exit: 'failure',
        outputs,
        warnings,
        error: { ...error, nodeId },
        ...(again === undefined ? {} : { again }),
      }
    }
    const values = report.extracted.map(({ name, value }) => [name, value] as const)
    return { exit: 'success', outputs, variables: objectOf(values), warnings }
  },
})

/** What the action leaves behind on both exits: where no reply came, its fields are empty. */
export function outputsOf(report: CallReport): { readonly [name: string]: Json } {
  const { reply, statusCode, error } = report
  return {
    statusCode,
    responseBody: reply === null ? null : bodyValue(reply),
    headers: reply === null ? {} : joinHeaders(reply.response.headers),
    error: error?.code ?? '',
  }
}

/** Headers by name; one that came several times has its values joined as RFC 9110 5.3 allows. */
function joinHeaders(headers: readonly (readonly [name: string, value: string])[]): Json {
  // As nearly always, none came twice.
  const single = objectOf(headers)
  if (Object.keys(single).length === headers.length) return single
  const joined = new Map<string, string>()
  for (const [name, value] of headers) {
    const before = joined.get(name)
    joined.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return objectOf(joined)
}
