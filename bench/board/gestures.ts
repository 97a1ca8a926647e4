import type { Page } from '@playwright/test'

/** Moves of the pointer in one measurement, as in four seconds at 60 frames each; every one draws a frame. */
const MOVES = 240
/** No divisor of the former, so that a measured drag ends elsewhere than it began. */
const MOVES_IN_A_CIRCLE = 45

export interface Gesture {
  readonly name: string
  /** Its p95 must stay within the budget. */
  readonly hasBudget: boolean
  /** Selects what the gesture needs and answers where it begins. */
  prepare(page: Page): Promise<Point>
  perform(page: Page, start: Point): Promise<void>
  restore(page: Page): Promise<void>
}

export interface Point {
  readonly x: number
  readonly y: number
}

const nothing = async () => undefined
const withLeft = (page: Page, start: Point) => dragAround(page, start, 'left')
const withWheelButton = (page: Page, start: Point) => dragAround(page, start, 'middle')
const undo = (page: Page) => page.keyboard.press('Control+z')

export const gestures: readonly Gesture[] = [
  {
    name: 'pan with the left button',
    hasBudget: true,
    prepare: pointAtGround,
    perform: withLeft,
    restore: nothing,
  },
  {
    name: 'pan with the wheel button',
    hasBudget: true,
    prepare: pointAtGround,
    perform: withWheelButton,
    restore: nothing,
  },
  {
    name: 'zoom with the wheel',
    hasBudget: false,
    prepare: pointAtGround,
    perform: zoomInAndOut,
    restore: nothing,
  },
  {
    name: 'drag one action',
    hasBudget: true,
    prepare: (page) => pointAtBlock(page, 250),
    perform: withLeft,
    restore: undo,
  },
  {
    name: 'drag 25 actions',
    hasBudget: true,
    prepare: async (page) => {
      await selectBlocks(page, 25)
      return pointAtBlock(page, 2)
    },
    perform: withLeft,
    restore: undo,
  },
  {
    name: 'drag all actions',
    hasBudget: false,
    prepare: async (page) => {
      await page.keyboard.press('Control+a')
      return pointAtBlock(page, 250)
    },
    perform: withLeft,
    restore: undo,
  },
]

/** Pans round and round until that moment of `performance.now()`. */
export async function panUntil(page: Page, start: Point, end: number): Promise<void> {
  while (performance.now() < end) await dragAround(page, start, 'left', 2 * MOVES_IN_A_CIRCLE)
}

/** Puts the pointer on free ground near the middle of the board. */
export async function pointAtGround(page: Page): Promise<Point> {
  const place = await page.evaluate(() => {
    const canvas = document.querySelector('.react-flow')?.getBoundingClientRect()
    if (!canvas) return null
    for (let step = 0; step < 2_000; step += 1) {
      const x = canvas.left + canvas.width / 2 + ((step * 7) % 200)
      const y = canvas.top + canvas.height / 2 + Math.floor(step / 20)
      if (document.elementFromPoint(x, y)?.classList.contains('react-flow__pane')) return { x, y }
    }
    return null
  })
  if (!place) throw new Error('The board has no free ground.')
  await page.mouse.move(place.x, place.y)
  return place
}

async function pointAtBlock(page: Page, nodeId: number): Promise<Point> {
  const box = await page.locator(`[data-node-id="${nodeId}"]`).boundingBox()
  if (!box) throw new Error(`Action ${nodeId} is not on the board.`)
  const place = { x: box.x + box.width * 0.5, y: box.y + box.height * 0.25 }
  await page.mouse.move(place.x, place.y)
  return place
}

/** Selects actions one by one, as a person does with Ctrl. */
async function selectBlocks(page: Page, count: number): Promise<void> {
  for (let nodeId = 2; nodeId < 2 + count; nodeId += 1) {
    await pointAtBlock(page, nodeId)
    await page.keyboard.down('Control')
    await page.mouse.down()
    await page.mouse.up()
    await page.keyboard.up('Control')
  }
}

/** Holds a button and goes round in circles, so that everything stays in sight. */
async function dragAround(page: Page, start: Point, button: 'left' | 'middle', moves = MOVES): Promise<void> {
  await page.mouse.down({ button })
  for (let move = 1; move <= moves; move += 1) {
    const angle = (move / MOVES_IN_A_CIRCLE) * 2 * Math.PI
    await page.mouse.move(start.x + 40 * Math.sin(angle), start.y + 40 - 40 * Math.cos(angle))
  }
  await page.mouse.up({ button })
}

/** In and out, and not back to where it began. */
async function zoomInAndOut(page: Page): Promise<void> {
  for (let move = 0; move < MOVES; move += 1) await page.mouse.wheel(0, move % 70 < 35 ? -40 : 40)
}
