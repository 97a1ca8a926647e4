import type { Flow } from '@patchbay/shared/flow'
import type { ReportLoss } from '../accounts/oauth/token-failure.ts'
import type { Queue } from '../platform/queue/queue.ts'
import { storeEvents } from '../store/events/store-events.ts'
import { uuidv7 } from '../store/uuid.ts'
import { alertJob } from './alert-job.ts'
import { type AlertTarget, receiversOf } from './alert-target.ts'

export interface AccountLossOptions {
  /** The live flows that use an account. */
  readonly flowsUsing: (accountId: string) => Promise<readonly Flow[]>
  readonly queue: Pick<Queue, 'send' | 'wake'>
  /** Told of every account. */
  readonly instance: AlertTarget
  readonly publicUrl?: string
  now(): Date
}

/** Alerts the target of the instance, those of the flows that use it, and event webhooks, of an account that lost its access. */
export function createAccountLoss({ flowsUsing, queue, instance, publicUrl, now }: AccountLossOptions): ReportLoss {
  return async ({ accountId, name, problem }) => {
    const flows = await flowsUsing(accountId)
    const targets = distinct([instance, ...flows.flatMap(({ settings: { onEnd } }) => onEnd ?? [])])
    const body = {
      event: 'account-lost',
      at: now().toISOString(),
      accountId,
      accountName: name,
      problem,
      flows: flows.map((flow) => flow.name),
      ...(publicUrl === undefined ? {} : { url: `${publicUrl}/accounts/${accountId}` }),
    }
    return {
      async enter(transaction) {
        const event = {
          type: 'ACCOUNT/NEEDS_ATTENTION',
          initiator: { type: 'SYSTEM' },
          content: { accountId },
        } as const
        await storeEvents(transaction, [event], now())
        for (const target of targets) {
          await queue.send(alertJob, { key: `account-lost.${uuidv7(now())}`, body, ...target }, { transaction })
        }
      },
      wake: () => queue.wake(alertJob),
    }
  }
}

/** Each flow, URL, phone and mailbox once. */
function distinct(targets: readonly AlertTarget[]) {
  const receivers = targets.flatMap(receiversOf)
  return [...new Map(receivers.map((receiver) => [JSON.stringify(receiver), receiver])).values()]
}
