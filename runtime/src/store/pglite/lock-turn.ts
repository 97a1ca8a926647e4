import { open, rm, stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

const AGAIN_MS = 20
/** A turn takes some milliseconds. One that lasts this long was left by a process that was killed in it. */
const LEFT_AFTER_MS = 2_000

/** Runs the work of one process at a time: `<path>.turn` exists while it does. */
export async function inTurn<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  const turn = `${path}.turn`
  await take(turn)
  try {
    return await work()
  } finally {
    await rm(turn, { force: true })
  }
}

async function take(turn: string): Promise<void> {
  let seen: number | undefined
  let sinceMs = performance.now()
  while (!(await isTaken(turn))) {
    const made = await madeAt(turn)
    if (made !== seen) [seen, sinceMs] = [made, performance.now()]
    else if (performance.now() - sinceMs > LEFT_AFTER_MS) await rm(turn, { force: true })
    await delay(AGAIN_MS)
  }
}

/** False while another process has its turn. */
async function isTaken(turn: string): Promise<boolean> {
  try {
    await (await open(turn, 'wx', 0o600)).close()
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function madeAt(turn: string): Promise<number | undefined> {
  try {
    return (await stat(turn)).mtimeMs
  } catch {
    return undefined
  }
}
