import type { KeepingSender } from '../messaging/keeping-sender.ts'
import type { ActiveRun } from './active-run.ts'
import type { EngineServices } from './engine-api.ts'

/** The messages of a test go to the phones of the simulator, unless its author wants it otherwise. */
export function messagesOf(
  { test }: Pick<ActiveRun, 'test'>,
  { messages }: Pick<EngineServices, 'messages'>,
): KeepingSender {
  return test?.sends === 'simulator' ? messages.forTest(test.flowId) : messages
}

/** Whether it tests a draft on simulated phones. */
export function isOnSimulator({ test }: Pick<ActiveRun, 'test'>): boolean {
  return test?.sends === 'simulator'
}
