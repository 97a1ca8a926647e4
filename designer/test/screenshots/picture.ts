import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url))

/** A still picture for the documentation: no pointer, no focus ring of the last click, nothing under way. */
export async function picture(page: Page, name: string, options?: TakeOptions): Promise<void> {
  await savePicture(page, name, [await take(page, options)])
}

interface TakeOptions {
  readonly keepPointer?: boolean
}

/** The page as a PNG. */
export async function take(page: Page, { keepPointer = false }: TakeOptions = {}): Promise<Buffer> {
  if (!keepPointer) await page.mouse.move(700, 20)
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined)
  await page.evaluate(() => document.fonts.ready)
  return page.screenshot({ animations: 'disabled' })
}

/** Stores what was taken as one picture, side by side. */
export async function savePicture(page: Page, name: string, taken: readonly Buffer[]): Promise<void> {
  const path = `${folder}${name}.webp`
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, await asWebp(page, taken))
}

/** A third of the size of a PNG. A page of its own draws it, because the designer's policy lets no data in. */
async function asWebp(page: Page, pngs: readonly Buffer[]): Promise<Buffer> {
  const blank = await page.context().newPage()
  const packed = await blank.evaluate(
    async (all) => {
      const gap = 10
      const bitmaps = await Promise.all(
        all.map((base64) => {
          const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
          return createImageBitmap(new Blob([bytes], { type: 'image/png' }))
        }),
      )
      const width = bitmaps.reduce((sum, bitmap) => sum + bitmap.width + gap, -gap)
      const canvas = new OffscreenCanvas(width, Math.max(...bitmaps.map(({ height }) => height)))
      let left = 0
      for (const bitmap of bitmaps) {
        canvas.getContext('2d')?.drawImage(bitmap, left, 0)
        left += bitmap.width + gap
      }
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.7 })
      const drawn = new Uint8Array(await blob.arrayBuffer())
      return btoa(Array.from(drawn, (byte) => String.fromCharCode(byte)).join(''))
    },
    pngs.map((png) => png.toString('base64')),
  )
  await blank.close()
  return Buffer.from(packed, 'base64')
}
