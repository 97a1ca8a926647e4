import { test as base, expect, type Page } from '@playwright/test'
import { type ApiDriver, createApiDriver } from '../../../runtime/test/helpers/api-driver.ts'
import { createDataDir } from '../../../runtime/test/helpers/data-dir.ts'
import {
  adminEmail,
  adminPassword,
  type RuntimeProcess,
  startRuntime,
} from '../../../runtime/test/helpers/runtime-process.ts'
import { hang, type StandIn, startStandIn } from '../../../runtime/test/helpers/stand-in.ts'
import { watchAnswers } from './watch-answers.ts'

export { expect }

interface WorkerFixtures {
  /** One Patchbay for all tests of a worker: a test counts on nothing that another left there. */
  readonly patchbay: RuntimeProcess
  /** An outside service on loopback. */
  readonly service: StandIn
}

interface TestFixtures {
  /** The API as administrator. */
  readonly api: ApiDriver
  /** A page of somebody who is signed in, at the flows list. */
  readonly designer: Page
  /** Fails a test whose pages got an answer that its endpoint does not declare. */
  readonly answers: undefined
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  patchbay: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs.
    async ({}, use) => {
      const place = await createDataDir()
      const runtime = await startRuntime({ dataDir: place.path, isBuilt: true })
      await use(runtime)
      await runtime.stop('SIGKILL')
      await place.remove()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  service: [
    // biome-ignore lint/correctness/noEmptyPattern: as above.
    async ({}, use) => {
      const service = await startStandIn(hang)
      await use(service)
      await service.close()
    },
    { scope: 'worker' },
  ],
  answers: [
    async ({ context }, use) => {
      const refusals = watchAnswers(context)
      await use(undefined)
      expect(await refusals()).toEqual([])
    },
    { auto: true },
  ],
  api: async ({ patchbay }, use) => use(createApiDriver(patchbay.api)),
  designer: async ({ page, patchbay }, use) => {
    await signIn(page, patchbay.url)
    await use(page)
  },
})

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/flows`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(adminEmail)
  await page.getByRole('textbox', { name: 'Password' }).fill(adminPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()
}
