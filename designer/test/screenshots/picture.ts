import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url))

/** A still picture for the documentation: no pointer, no focus ring of the last click, nothing under way. */
export async function picture(page: Page, name: string, { keepPointer = false } = {}): Promise<void> {
  if (!keepPointer) await page.mouse.move(700, 20)
  await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined)
  await page.evaluate(() => document.fonts.ready)
  const taken = await page.screenshot({ animations: 'disabled' })
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}${name}.webp`, await asWebp(page, taken))
}

/** A third of the size of a PNG. A page of its own draws it, because the designer's policy lets no data in. */
async function asWebp(page: Page, png: Buffer): Promise<Buffer> {
  const blank = await page.context().newPage()
  const packed = await blank.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.7 })
    const drawn = new Uint8Array(await blob.arrayBuffer())
    return btoa(Array.from(drawn, (byte) => String.fromCharCode(byte)).join(''))
  }, png.toString('base64'))
  await blank.close()
  return Buffer.from(packed, 'base64')
}
