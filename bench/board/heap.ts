import type { CDPSession, Page } from '@playwright/test'
import { panUntil, pointAtGround } from './gestures.ts'

export interface HeapGrowth {
  readonly minutes: number
  /** Megabytes in use after a tenth of the time, at least after a minute if there are ten. */
  readonly firstMb: number
  readonly lastMb: number
  /** Part that was added: 0.2 is a fifth more. */
  readonly growth: number
}

/** Pans for so many minutes and compares what JavaScript holds at the end with what it held after a tenth of them. */
export async function measureHeap(page: Page, minutes: number): Promise<HeapGrowth> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.enable')
  const start = await pointAtGround(page)
  const began = performance.now()
  await panUntil(page, start, began + minutes * 6_000)
  const firstMb = await heapInUse(session)
  await panUntil(page, start, began + minutes * 60_000)
  const lastMb = await heapInUse(session)
  await session.detach()
  return { minutes, firstMb, lastMb, growth: lastMb / firstMb - 1 }
}

/** Megabytes after everything that nobody holds has been collected. */
async function heapInUse(session: CDPSession): Promise<number> {
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  return usedSize / 1_000_000
}
