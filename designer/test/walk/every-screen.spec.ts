import { appendFile, mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'
import { axeOf } from '../e2e/axe-of.ts'
import { expect, test } from '../e2e/patchbay.ts'
import { walks } from '../e2e/screens/walks.ts'
import { fillHouse } from './full-house.ts'
import { furtherWalks } from './further-screens.ts'
import { measure } from './measure.ts'
import { phoneScreens } from './phone-screens.ts'

const folder = fileURLToPath(new URL('../../test-results/screens/', import.meta.url))
const sizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 768, height: 1024 },
  { width: 390, height: 844 },
] as const
const phone = { width: 390, height: 844 } as const
const schemes = ['light', 'dark'] as const
const withAxe = process.env.WALK_AXE !== 'no'

let isFilled = false
test.beforeEach(async ({ api, service }) => {
  if (isFilled) return
  isFilled = true
  await fillHouse(api, service)
})

for (const [title, walk] of Object.entries({ ...walks, ...furtherWalks })) {
  test(`nothing is cut off or covered in ${title}`, async ({ designer: page, api, patchbay, service }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    page.on('dialog', (dialog) => void dialog.accept())
    const look = async (name: string) => {
      for (const size of sizes) await lookAt(page, { name, size })
      await page.setViewportSize(sizes[0])
    }
    await walk({ page, api, url: patchbay.url, service, look })
  })
}

test('nothing is cut off or covered in the editor on a phone', async ({ designer: page, api, patchbay, service }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await page.setViewportSize(phone)
  const look = (name: string) => lookAt(page, { name, size: phone })
  await phoneScreens({ page, api, url: patchbay.url, service, look })
})

interface Screen {
  readonly name: string
  readonly size: { readonly width: number; readonly height: number }
}

/** Looks at a screen in a size and in both themes: the picture, what its geometry tells, and axe. */
async function lookAt(page: Page, { name, size }: Screen): Promise<void> {
  await page.setViewportSize(size)
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await atRest(page)
    const where = `${name} ${size.width} ${colorScheme}`
    await mkdir(folder, { recursive: true })
    await writeFile(`${folder}${where.replace(/[^\w]+/g, '-')}.png`, await page.screenshot({ animations: 'disabled' }))
    // What axe finds depends on colours, what lies where does not.
    const found = [...(colorScheme === 'light' ? await measure(page) : []), ...(withAxe ? await axeOf(page) : [])]
    if (found.length > 0)
      await appendFile(`${folder}found.txt`, `${where}\n${found.map((one) => `  ${one}\n`).join('')}`)
    // Soft: one walk tells all that is wrong.
    expect.soft(found, where).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

/** Resolves once the page has drawn itself anew in its new size. */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    let [before, still] = ['', 0]
    while (still < 6) {
      await frame()
      const boxes = [...document.querySelectorAll('button, [data-id], article')].map((one) =>
        one.getBoundingClientRect(),
      )
      const now = boxes.map(({ x, y, width }) => `${Math.round(x)},${Math.round(y)},${Math.round(width)}`).join(' ')
      still = now === before ? still + 1 : 0
      before = now
    }
  })
}
