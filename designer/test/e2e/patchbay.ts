import { type Browser, test as base, expect, type Page } from '@playwright/test'
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

/** Windows that pages have to fit in: a large one, a small one and a phone. */
export const windowSizes = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
] as const

interface Credentials {
  readonly email: string
  readonly password: string
}

interface WorkerFixtures {
  /** One Patchbay for all tests of a worker: a test counts on nothing that another left there. */
  readonly patchbay: RuntimeProcess
  /** An outside service on loopback. */
  readonly service: StandIn
}

interface TestFixtures {
  /** The API as administrator. */
  readonly api: ApiDriver
  /** A number of ours that no other test has: phones of the simulator show all that was ever said there, and go on with it. */
  readonly ownNumber: string
  /** A page of somebody who is signed in, at the flows list. */
  readonly designer: Page
  /** Fails a test whose pages got an answer that its endpoint does not declare. */
  readonly answers: undefined
}

/** By this worker, whose Patchbay begins with none of them. */
let numbersMade = 0

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
  ownNumber: async ({ api }, use) => {
    numbersMade += 1
    const number = `+1786556${String(numbersMade).padStart(4, '0')}`
    await api.call('POST', '/numbers', { number })
    await use(number)
  },
  designer: async ({ page, patchbay }, use) => {
    await signIn(page, patchbay.url)
    await use(page)
  },
})

/** As administrator, without the form: only its own tests need that. */
export async function signIn(page: Page, url: string): Promise<void> {
  const answer = await page.context().request.post(`${url}/api/session`, {
    data: { email: adminEmail, password: adminPassword },
    headers: { origin: url },
  })
  expect(answer.status()).toBe(200)
  await page.goto(`${url}/flows`)
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()
}

/** Where somebody is asked who they are. */
export async function enter(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Another person in a browser of their own, on the page where their role begins. */
export async function personIn(browser: Browser, url: string, credentials: Credentials): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${url}/sign-in`)
  await enter(page, credentials)
  await expect(page.getByRole('button', { name: 'Account menu' })).toBeVisible()
  return page
}
