import { TEST_ACCOUNTS } from '../platform/test-accounts.ts'

/**
 * The account of the phones on which the draft of a flow is tested. Conversations, waits, consent and receipts of tests
 * belong to it, so that they never meet those of contacts, nor those of the tests of another flow.
 */
export function testAccountOf(flowId: string): string {
  return TEST_ACCOUNTS + flowId
}

export function isTestAccount(accountId: string): boolean {
  return accountId.startsWith(TEST_ACCOUNTS)
}

/** The flow that is tested on the phones of this account; undefined for any other account. */
export function testedFlowOf(accountId: string): string | undefined {
  return isTestAccount(accountId) ? accountId.slice(TEST_ACCOUNTS.length) : undefined
}
