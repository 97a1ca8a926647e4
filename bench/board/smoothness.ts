import type { Browser, Page } from '@playwright/test'
import { BEGIN_MARK, END_MARK, type FrameWork, kindsOfWork, summarize, workPerFrame } from './frames.ts'
import type { Gesture } from './gestures.ts'
import { traced } from './trace.ts'

export interface Smoothness {
  readonly gesture: Gesture
  readonly work: FrameWork
  /** The kinds of work that took most, in milliseconds per frame. */
  readonly kinds: readonly (readonly [string, number])[]
}

/** Opens a board and waits until all its blocks are drawn, in sight and checked. */
export async function openBoard(page: Page, url: string, lastNodeId: number): Promise<void> {
  await page.goto(url)
  await page.locator(`[data-node-id="${lastNodeId}"]`).waitFor()
  await atRest(page)
  const hidden = await page.locator('article[data-node-id]').evaluateAll((blocks) => {
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
    return blocks.filter((block) => {
      const { left, top, right, bottom } = block.getBoundingClientRect()
      return !canvas || left < canvas.left || right > canvas.right || top < canvas.top || bottom > canvas.bottom
    }).length
  })
  if (hidden > 0) throw new Error(`${hidden} actions are out of sight, so the figures would mean nothing.`)
}

/** Measures a gesture on the open board, `rounds` times after one that warms up what it runs through. */
export async function measureGesture(
  browser: Browser,
  page: Page,
  gesture: Gesture,
  rounds: number,
): Promise<Smoothness> {
  const work: number[] = []
  let kinds: Smoothness['kinds'] = []
  for (let round = 0; round <= rounds; round += 1) {
    const events = await play(browser, page, gesture)
    if (round > 0) work.push(...workPerFrame(events))
    kinds = kindsOfWork(events)
  }
  return { gesture, work: summarize(work), kinds }
}

async function play(browser: Browser, page: Page, gesture: Gesture) {
  await page.getByRole('button', { name: 'Fit to screen' }).click()
  await atRest(page)
  const start = await gesture.prepare(page)
  await atRest(page)
  const before = await places(page)
  const events = await traced(browser, page, async () => {
    await page.evaluate((mark) => performance.mark(mark), BEGIN_MARK)
    await gesture.perform(page, start)
    await page.evaluate((mark) => performance.mark(mark), END_MARK)
  })
  if ((await places(page)) === before) throw new Error(`Nothing moved: ${gesture.name}.`)
  await gesture.restore(page)
  await page.keyboard.press('Escape')
  await atRest(page)
  return events
}

/** Where the board and its blocks stand. */
function places(page: Page): Promise<string> {
  return page
    .locator('.react-flow__viewport, .react-flow__node')
    .evaluateAll((elements) => elements.map((element) => element.getAttribute('style')).join())
}

/** Until the page has had nothing to do for a whole second, so that checks after typing pauses are over. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    let quietSince = performance.now()
    const observer = new PerformanceObserver(() => {
      quietSince = performance.now()
    })
    observer.observe({ entryTypes: ['longtask', 'resource'] })
    while (performance.now() - quietSince < 1_000) {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    observer.disconnect()
  })
}
