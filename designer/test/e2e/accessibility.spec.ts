import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { createDataDir } from '../../../runtime/test/helpers/data-dir.ts'
import { startRuntime } from '../../../runtime/test/helpers/runtime-process.ts'
import { expect, test } from './patchbay.ts'
import { walks } from './screens/walks.ts'

async function expectNothingFound(page: Page, where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  // Soft: one walk tells all that is wrong.
  expect.soft(found, where).toEqual([])
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [title, walk] of Object.entries(walks)) {
    test(`axe finds nothing in ${title}, ${colorScheme}`, async ({ designer: page, api, patchbay, service }) => {
      test.slow()
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      page.on('dialog', (dialog) => void dialog.accept())
      await walk({ page, api, url: patchbay.url, service, look: (name) => expectNothingFound(page, name) })
    })
  }

  test(`axe finds nothing where people sign in and set Patchbay up, ${colorScheme}`, async ({ page, patchbay }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto(`${patchbay.url}/flows`)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expectNothingFound(page, 'sign-in')
    const place = await createDataDir()
    const fresh = await startRuntime({
      dataDir: place.path,
      isBuilt: true,
      env: { PATCHBAY_ADMIN_EMAIL: '', PATCHBAY_ADMIN_PASSWORD: '' },
    })
    try {
      await page.goto(fresh.url)
      await page.getByRole('textbox', { name: /code/i }).waitFor()
      await expectNothingFound(page, 'set-up')
      await page.getByRole('button').last().click()
      await expectNothingFound(page, 'set-up with errors')
    } finally {
      await fresh.stop('SIGKILL')
      await place.remove()
    }
  })
}
