import { fileURLToPath } from 'node:url'
import type { Page } from '@playwright/test'

const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url))

/** A still picture for the documentation: no pointer, no focus ring of the last click, nothing under way. */
export async function picture(page: Page, name: string, { keepPointer = false } = {}): Promise<void> {
  if (!keepPointer) await page.mouse.move(700, 20)
  await page.waitForLoadState('networkidle').catch(() => undefined)
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' })
}
