import { SIMULATOR } from '@patchbay/shared/api'
import { testAccountOf } from '../kit/test-account.ts'
import type { MessageSenderOptions } from './send.ts'

/**
 * The sender as runs that test this flow have it: whichever account owns an address of ours, the phones of the simulator
 * get its messages. Nobody is woken by them, so no quiet hours count. Loops are counted apart from those of the contact.
 */
export function testSenderOptions(options: MessageSenderOptions, flowId: string): MessageSenderOptions {
  const phones = { accountId: testAccountOf(flowId), accountType: SIMULATOR }
  return {
    ...options,
    ownerOf: async (address) => ((await options.ownerOf(address)) === undefined ? undefined : phones),
    hasWritten: (place, since) => options.hasWritten(place, since, phones.accountId),
    loops: { admit: (from, to) => options.loops.admit(from, `${phones.accountId} ${to}`) },
    quietHours: { heldUntil: async () => undefined },
  }
}
