import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FlowResource } from '@patchbay/shared/api'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { chromiumFlags, findChromium } from '../../../scripts/chromium.ts'
import { block, panel, toolbarButton } from './board.ts'
import { expect, signIn, test } from './patchbay.ts'

const CLOSINGS = 50
const EDITS = 200
/** So far an arrow key with Alt moves a block. */
const STEP = 10

/** What the scripted edits change. */
interface Work {
  readonly text: string
  /** Place of #2 from left to right. */
  readonly x: number
}

// Pictures of every step would take longer than the steps.
test.use({ trace: 'off' })

const description = (page: Page) => panel(page).getByRole('textbox', { name: 'Description' })

/** The same numbers between 0 and 1 for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

async function workOn(page: Page): Promise<Work> {
  const text = await description(page).inputValue()
  const x = await block(page, 2).evaluate((element) => {
    const node = element.closest<HTMLElement>('.react-flow__node')
    return new DOMMatrix(node?.style.transform ?? '').e
  })
  return { text, x }
}

/** One keystroke; not awaited, so that the page may close on the way. */
async function prepare(page: Page, kind: 'type' | 'move'): Promise<string> {
  if (kind === 'move') {
    await block(page, 2).focus()
    return 'Alt+ArrowRight'
  }
  if (!(await description(page).isVisible())) await page.keyboard.press('Escape')
  await description(page).focus()
  await page.keyboard.press('Control+End')
  return String.fromCharCode(97 + (count++ % 26))
}
let count = 0

async function close(page: Page, chance: number): Promise<void> {
  if (chance < 0.4) return page.close()
  if (chance < 0.7) {
    const gone = page.waitForEvent('close')
    page.on('dialog', (dialog) => void dialog.accept())
    await page.close({ runBeforeUnload: true })
    await gone
    return
  }
  // The process of the page dies in the middle of whatever it does.
  const session = await page.context().newCDPSession(page)
  const crashed = page.waitForEvent('crash')
  void session.send('Page.crash').catch(() => undefined)
  await crashed
  await page.close()
}

async function open(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  await expect(block(page, 2)).toBeVisible()
  return page
}

test(`a page closed ${CLOSINGS} times in ${EDITS} edits loses no more than the last keystroke`, async ({
  designer,
  context,
  api,
  patchbay,
}) => {
  test.setTimeout(240_000)
  const flow = await api.call<FlowResource>('POST', '/flows', {
    ...readSampleFlow('ticket-alert'),
    description: '',
  })
  const url = `${patchbay.url}/flows/${flow.id}`
  const random = seeded(20_261_120)
  await designer.close()
  let page = await open(context, url)
  let work = await workOn(page)
  for (let closing = 0, edits = 0; closing < CLOSINGS; closing += 1) {
    let before = work
    const share = Math.max(1, Math.round(((EDITS - edits) / (CLOSINGS - closing)) * (0.5 + random())))
    const pending: Promise<unknown>[] = []
    for (let index = 0; index < share; index += 1, edits += 1) {
      const kind = random() < 0.7 ? 'type' : 'move'
      const key = await prepare(page, kind)
      before = work
      work = kind === 'type' ? { ...work, text: work.text + key } : { ...work, x: work.x + STEP }
      const press = page.keyboard.press(key)
      if (index < share - 1 || random() < 0.5) await press
      else pending.push(press)
    }
    await Promise.allSettled([...pending, close(page, random())])
    page = await open(context, url)
    const found = await workOn(page)
    // Of the keys that were let go before the page closed none is missing; one that was still down may be.
    const isLost = pending.length > 0 && (found.text !== work.text || found.x !== work.x)
    expect(found, `closing ${closing + 1}`).toEqual(isLost ? before : work)
    work = found
  }
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const { document } = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  expect(document.description).toBe(work.text)
  expect(document.nodes.find(({ id }) => id === 2)?.position.x).toBe(work.x)
})

test('after a reload the edits are on the board, with undo and redo', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await expect(block(page, 4)).toHaveCount(0)
  await block(page, 3).click()
  await page.keyboard.press('Control+d')
  await expect(block(page, 5)).toBeVisible()
  await toolbarButton(page, 'Undo').click()
  await expect(block(page, 5)).toHaveCount(0)

  await page.reload()
  await expect(page.getByText('Your unsaved changes are here')).toBeVisible()
  await expect(block(page, 3)).toBeVisible()
  await expect(block(page, 4)).toHaveCount(0)
  await toolbarButton(page, 'Redo').click()
  await expect(block(page, 5)).toBeVisible()
  await toolbarButton(page, 'Undo').click()
  await toolbarButton(page, 'Undo').click()
  await expect(block(page, 4)).toBeVisible()
  await expect(page.getByText('Unsaved', { exact: true })).toHaveCount(0)

  await toolbarButton(page, 'Redo').click()
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  await page.reload()
  await expect(block(page, 3)).toBeVisible()
  await toolbarButton(page, 'Undo').click()
  await expect(block(page, 4)).toBeVisible()
})

test('unsaved changes that were found can be discarded, and that can be undone', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('ticket-alert'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('Unsaved name')
  await page.reload()
  await page.getByRole('button', { name: 'Discard' }).click()
  await expect(page.getByRole('heading', { name: flow.document.name }).first()).toBeVisible()
  await toolbarButton(page, 'Undo').click()
  await expect(page.getByRole('heading', { name: 'Unsaved name' }).first()).toBeVisible()
})

test('a secret that is typed is kept nowhere until it is saved, and leaving says so', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('order-ready'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 1).click()
  await panel(page)
    .getByLabel(/Auth Token/)
    .first()
    .fill('a secret that nobody may read')
  await expect(page.getByText('Unsaved', { exact: true })).toBeVisible()
  const stored = await page.evaluate(() => JSON.stringify({ ...localStorage }))
  expect(stored).toContain('patchbay.journal')
  expect(stored).not.toContain('nobody may read')
  const asked = page.waitForEvent('dialog')
  const leaving = page.reload()
  await (await asked).accept()
  await leaving
  await expect(page.getByText('secrets that were not saved have to be entered again')).toBeVisible()
})

test('what one computer did not save is offered on another, and continued there', async ({
  designer: page,
  browser,
  context,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('ticket-alert'))
  const url = `${patchbay.url}/flows/${flow.id}`
  await page.goto(url)
  const sent = page.waitForResponse((response) => response.url().includes('/working-copies/') && response.ok())
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('From the office')
  await sent
  // The whole profile is gone at once; nothing is asked and nothing said.
  await context.close()

  const home = await (await browser.newContext()).newPage()
  await signIn(home, patchbay.url)
  await home.goto(url)
  const offer = home.getByRole('dialog', { name: 'Unsaved changes from another browser' })
  await offer.getByRole('button', { name: 'Use these' }).click()
  await expect(home.getByRole('heading', { name: 'From the office' }).first()).toBeVisible()
  await toolbarButton(home, 'Save').click()
  await expect(home.getByText('Saved Successfully!')).toBeVisible()
  const saved = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  expect(saved.document.name).toBe('From the office')

  await home.reload()
  await expect(block(home, 1)).toBeVisible()
  await expect(offer).toHaveCount(0)
  await home.context().close()
})

test('a browser that is killed as a whole comes back with the work', async ({ api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('ticket-alert'))
  const url = `${patchbay.url}/flows/${flow.id}`
  const profile = await mkdtemp(join(tmpdir(), 'patchbay-profile-'))
  const executablePath = findChromium()
  const start = () =>
    chromium.launchPersistentContext(profile, {
      args: chromiumFlags,
      ...(executablePath === undefined ? {} : { executablePath }),
    })
  const before = await start()
  const page = await before.newPage()
  await signIn(page, patchbay.url)
  await page.goto(url)
  await description(page).fill('')
  const last = page.waitForResponse((response) => response.request().postData()?.includes('abc') === true)
  await description(page).pressSequentially('abc')
  await last
  await page.keyboard.press('d')
  const session = await before.newCDPSession(page)
  const gone = before.waitForEvent('close')
  void session.send('Browser.crash').catch(() => undefined)
  await gone

  const after = await start()
  const again = await after.newPage()
  // Cookies and storage that were not on the disk yet are lost with the browser.
  await signInIfAsked(again, url, patchbay.url)
  const offer = again.getByRole('button', { name: 'Use these' })
  await expect(offer.or(again.getByText('Your unsaved changes are here'))).toBeVisible()
  if (await offer.isVisible()) await offer.click()
  await expect(description(again)).toHaveValue(/^abcd?$/)
  await after.close()
  await rm(profile, { recursive: true, force: true })
})

async function signInIfAsked(page: Page, url: string, home: string): Promise<void> {
  await page.goto(url)
  const button = page.getByRole('button', { name: 'Sign in' })
  await expect(button.or(block(page, 1))).toBeVisible()
  if (await button.isVisible()) await signIn(page, home)
  await page.goto(url)
}
