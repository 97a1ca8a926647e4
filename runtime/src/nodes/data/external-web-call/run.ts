import { defineAction, type StepContext, type StepResult } from '../../../kit/node.ts'
import { objectOf } from '../../../kit/values.ts'
import {
  type CallReport,
  callService,
  outputsOf,
  prepareVariables,
  statusesProblem,
  testWebCall,
} from '../../../web-call/index.ts'
import { externalWebCall } from './definition.ts'

export const externalWebCallAction = defineAction(externalWebCall, {
  prepare: prepareVariables,
  problems({ successStatuses }) {
    const message = statusesProblem(successStatuses)
    return message === undefined ? [] : [{ path: 'successStatuses', message }]
  },
  async run(inputs, context, variables) {
    const { services, signal, idempotencyKey, nodeId, nodeName } = context
    const label = `#${nodeId} ${nodeName}`
    return resultOf(await callService(inputs, variables, { services, signal, idempotencyKey, label }), context)
  },
  test: (inputs, { services, signal }, variables) =>
    testWebCall(inputs, variables, {
      services,
      signal,
      // Each test is a request of its own.
      idempotencyKey: crypto.randomUUID(),
      label: 'The request',
    }),
})

function resultOf(report: CallReport, { nodeId }: StepContext): StepResult {
  const { error, warnings, retryAdvice } = report
  const outputs = outputsOf(report)
  if (error === null) {
    const values = report.extracted.map(({ name, value }) => [name, value] as const)
    return { exit: 'success', outputs, variables: objectOf(values), warnings }
  }
  return {
    exit: 'failure',
    outputs,
    warnings,
    error: { ...error, nodeId },
    ...(retryAdvice === undefined ? {} : { retryAdvice }),
  }
}
