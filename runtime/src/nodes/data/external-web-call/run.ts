import { defineAction, type StepContext, type StepResult } from '../../../kit/node.ts'
import { objectOf } from '../../../kit/values.ts'
import {
  type CallReport,
  callService,
  outputsOf,
  prepareCall,
  statusesProblem,
  testWebCall,
  webCallAccount,
} from '../../../web-call/index.ts'
import { externalWebCall } from './definition.ts'

export const externalWebCallAction = defineAction(externalWebCall, {
  prepare: prepareCall,
  problems({ successStatuses, paging, readReplyAs }) {
    const message = statusesProblem(successStatuses)
    const isData = readReplyAs !== 'text' && readReplyAs !== 'file'
    return [
      ...(message === undefined ? [] : [{ path: 'successStatuses', message }]),
      ...(isData || (paging?.by ?? 'none') === 'none' ? [] : [pagesOfFiles]),
    ]
  },
  async run(inputs, context, prepared) {
    const { services, signal, idempotencyKey, nodeId, nodeName, retry } = context
    const account = accountsOf(context)
    const call = { services, signal, account, idempotencyKey, label: `#${nodeId} ${nodeName}` }
    const report = await callService(inputs, prepared, retry === undefined ? call : { ...call, retry })
    return resultOf(report, context)
  },
  test: (inputs, context, prepared) =>
    testWebCall(inputs, prepared, {
      services: context.services,
      signal: context.signal,
      account: accountsOf(context),
      // Each test is a request of its own.
      idempotencyKey: crypto.randomUUID(),
      label: 'The request',
    }),
})

const pagesOfFiles = {
  path: 'readReplyAs',
  message: 'Pages are gathered from JSON or XML. Choose one of them, or one reply under Next Page.',
}

function accountsOf({ account }: Pick<StepContext, 'account'>) {
  return (accountId: string) => account(webCallAccount, accountId)
}

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
