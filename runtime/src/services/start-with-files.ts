import type { StartedRun } from '../engine/engine.ts'
import type { EventFiles } from './event-files.ts'

/** The files are stored first, so that the run finds them. Those of an event that starts no run go again. */
export async function startWithFiles(files: EventFiles, start: () => Promise<StartedRun>): Promise<StartedRun> {
  const started = await files
    .store()
    .then(start)
    .catch(async (error: unknown) => {
      await files.settle(undefined)
      throw error
    })
  await files.settle(started.duplicate ? undefined : started.runId)
  return started
}
