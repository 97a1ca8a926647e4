import { defineAction, type StepContext } from '../../../kit/node.ts'
import {
  callService,
  outputsOf,
  prepareCall,
  statusesProblem,
  stepResultOf,
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
    return stepResultOf(report, { nodeId, outputs: outputsOf(report) })
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
