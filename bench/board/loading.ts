import type { Page } from '@playwright/test'
import type { Stage } from './stage.ts'

export interface Loading {
  /** Kilobytes of script, as they came over the network, until the board is usable with action #2 selected. */
  readonly scriptKb: number
  readonly scripts: number
  /** Milliseconds from navigation until the blocks can be seen and the page has time for the next click. */
  readonly interactiveMs: number
  /** Milliseconds that the main thread worked until then. */
  readonly workMs: number
}

/** The middle of several first visits, each with an empty cache. */
export async function measureLoading(stage: Stage, url: string, visits: number): Promise<Loading> {
  const measured: Loading[] = []
  for (let visit = 0; visit < visits; visit += 1) measured.push(await firstVisit(stage, url))
  const middle = measured.toSorted((a, b) => a.interactiveMs - b.interactiveMs)[Math.floor(visits / 2)]
  if (!middle) throw new Error('There was no visit.')
  return middle
}

async function firstVisit(stage: Stage, url: string): Promise<Loading> {
  const { context, page } = await stage.visit()
  try {
    const scripts = await countScripts(page)
    await page.goto(url, { waitUntil: 'commit' })
    const interactive = await untilInteractive(page)
    await page.locator('[data-node-id="2"]').click()
    await page.getByRole('textbox', { name: 'URL' }).waitFor()
    await page.waitForLoadState('networkidle')
    const sizes = [...scripts.values()]
    return { ...interactive, scripts: sizes.length, scriptKb: sizes.reduce((sum, size) => sum + size, 0) / 1000 }
  } finally {
    await context.close()
  }
}

/** Bytes of each script's body as sent, packed by the server, by request. Headers do not count. */
async function countScripts(page: Page): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    const isScript = type === 'Script' || response.mimeType.includes('javascript')
    if (isScript) sizes.set(requestId, -response.encodedDataLength)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const headers = sizes.get(requestId)
    if (headers !== undefined) sizes.set(requestId, headers + encodedDataLength)
  })
  return sizes
}

/** Waits for the second block to be in sight, then for the first moment without work. */
async function untilInteractive(page: Page): Promise<Pick<Loading, 'interactiveMs' | 'workMs'>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const interactiveMs = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const isDrawn = () =>
          document.querySelector('[data-node-id="2"]')?.checkVisibility({ visibilityProperty: true })
        const look = () => {
          if (isDrawn()) requestIdleCallback(() => resolve(performance.now()))
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  const { metrics } = await session.send('Performance.getMetrics')
  return { interactiveMs, workMs: (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000 }
}
