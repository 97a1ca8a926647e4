import type { FlowResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { createApiDriver } from '../../runtime/test/helpers/api-driver.ts'
import { createDataDir } from '../../runtime/test/helpers/data-dir.ts'
import { adminEmail, adminPassword, startRuntime } from '../../runtime/test/helpers/runtime-process.ts'
import { chromiumFlags, ensureChromium } from '../../scripts/chromium.ts'

/** A Patchbay on PGlite and a browser, as the browser tests have them. */
export interface Stage {
  readonly browser: Browser
  /** A window of somebody who is signed in, with an empty cache. */
  visit(): Promise<{ readonly context: BrowserContext; readonly page: Page }>
  /** Stores a flow and answers the address of its board. */
  board(document: Flow): Promise<string>
  close(): Promise<void>
}

export async function setStage(): Promise<Stage> {
  const place = await createDataDir()
  const runtime = await startRuntime({ dataDir: place.path, isBuilt: true })
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumFlags })
  const driver = createApiDriver(runtime.api)
  const open = () => browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' })
  const first = await open()
  await signIn(await first.newPage(), runtime.url)
  const storageState = await first.storageState()
  await first.close()
  return {
    browser,
    visit: async () => {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale: 'en-US',
        storageState,
      })
      return { context, page: await context.newPage() }
    },
    board: async (document) => {
      const { id } = await driver.call<FlowResource>('POST', '/flows', document)
      return `${runtime.url}/flows/${id}`
    },
    close: async () => {
      await browser.close()
      await runtime.stop('SIGKILL')
      await place.remove()
    },
  }
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/flows`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(adminEmail)
  await page.getByRole('textbox', { name: 'Password' }).fill(adminPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Flows' }).waitFor()
}
