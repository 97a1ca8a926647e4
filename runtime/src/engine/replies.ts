import type { StoredMessage } from '../store/messages/message-records.ts'
import type { OpenRun } from '../store/runs/run-records.ts'
import type { RunWriter } from '../store/runs/writer-port.ts'
import type { Engine, Reply } from './engine-api.ts'

export interface RepliesOptions {
  readonly writer: Pick<RunWriter, 'receive' | 'reply' | 'receipt' | 'waitingFor' | 'wake'>
  readonly isWorker: boolean
  /** Runs a claim. What it claims counts as owned from its commit on. */
  claim(take: () => Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]>
  /** Continues a run that this process has just claimed, after the run before it in its conversation. */
  resume(open: OpenRun, previousRunId: string | undefined): Promise<void>
  cancel(runId: string): Promise<unknown>
  /** Called when a run is stored that no process works on. */
  onUnowned(): void
  refuseWhenStopping(): void
}

/** Events that start no run: runs that wait go on with them, and messages are stored. */
export function createReplies(
  options: RepliesOptions,
): Pick<Engine, 'wake' | 'receive' | 'reply' | 'receipt' | 'endWaiting' | 'goOn'> {
  const { writer, isWorker, claim, resume, cancel, onUnowned, refuseWhenStopping } = options

  /** Continues the runs that `take` claims: here, or in any process that runs flows. */
  async function goOn(
    take: () => Promise<readonly OpenRun[]>,
    previousRunId: () => string | undefined,
  ): Promise<number> {
    if (!isWorker) {
      const { length } = await take()
      if (length > 0) onUnowned()
      return length
    }
    const taken = await claim(take)
    for (const run of taken) await resume(run, previousRunId())
    return taken.length
  }

  return {
    async wake({ runId, waitNo }, event) {
      refuseWhenStopping()
      const take = async () => {
        const run = await writer.wake({ runId, waitNo, event })
        return run === undefined ? [] : [run]
      }
      return (await goOn(take, () => undefined)) > 0
    },
    async receive(message) {
      refuseWhenStopping()
      return await writer.receive(message)
    },
    async reply(message, event) {
      refuseWhenStopping()
      let reply: Reply = { kind: 'nobody' }
      let previousRunId: string | undefined
      const take = async (): Promise<readonly OpenRun[]> => {
        const outcome = await writer.reply(message, event)
        if (outcome.kind !== 'woken') {
          reply = outcome
          return []
        }
        previousRunId = outcome.previousRunId ?? undefined
        reply = { kind: 'woken', runId: outcome.run.id }
        return [outcome.run]
      }
      await goOn(take, () => previousRunId)
      return reply
    },
    async receipt(receipt) {
      refuseWhenStopping()
      let message: StoredMessage | undefined
      const take = async () => {
        const outcome = await writer.receipt(receipt)
        message = outcome.message
        return outcome.run === undefined ? [] : [outcome.run]
      }
      await goOn(take, () => undefined)
      return message
    },
    // Also while the process stops: what was sent has to be stored. A run that is claimed then goes on after the start.
    async goOn(take) {
      await goOn(take, () => undefined)
    },
    async endWaiting(message) {
      for (const runId of await writer.waitingFor(message)) await cancel(runId)
    },
  }
}
