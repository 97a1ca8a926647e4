import type { StartedRun } from '../engine/engine.ts'
import type { LiveTrigger } from '../engine/live-flows.ts'
import { type RequestLog, type RequestVerdict, refusalOf } from './request-log.ts'

interface NotedCall {
  readonly at: Date
  /** Of the request. Default: POST. */
  readonly method?: string
  /** The caller's address. */
  readonly client: string
  /** How long the caller asked to wait. */
  readonly waitSeconds?: number
}

/** Starts a run, and puts what became of it on the list of the last requests. */
export async function noted(
  requests: Pick<RequestLog, 'add'>,
  { live, triggerNodeId: nodeId }: LiveTrigger,
  { at, method = 'POST', client, waitSeconds }: NotedCall,
  startRun: () => Promise<StartedRun>,
): Promise<StartedRun> {
  const note = (verdict: RequestVerdict) =>
    requests.add(live.flowId, { at: at.toISOString(), nodeId, method, client, ...verdict })
  try {
    const started = await startRun()
    note(verdictOf(started, waitSeconds))
    return started
  } catch (error) {
    note(refusalOf(error))
    throw error
  }
}

function verdictOf({ runId, duplicate, outcome }: StartedRun, waitSeconds = 0): RequestVerdict {
  const otherwise = outcome && waitSeconds > 0 ? 200 : 202
  return {
    verdict: duplicate ? 'repeated' : 'started',
    status: outcome?.answer?.status ?? otherwise,
    detail: '',
    runId,
  }
}
