import type { ConversationResource, Page as Listed } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { createDataDir } from '../../../runtime/test/helpers/data-dir.ts'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { startRuntime } from '../../../runtime/test/helpers/runtime-process.ts'
import { axeInBothThemes } from './axe-of.ts'
import { expect, test, windowSizes } from './patchbay.ts'
import { walks } from './screens/walks.ts'

async function expectNothingFound(page: Page, where: string): Promise<void> {
  // Soft: one walk tells all that is wrong.
  expect.soft(await axeInBothThemes(page), where).toEqual([])
}

for (const [title, walk] of Object.entries(walks)) {
  test(`axe finds nothing in ${title}`, async ({ designer: page, api, patchbay, service }) => {
    // Some forty screens, each of which axe looks at for seconds.
    test.setTimeout(480_000)
    await page.emulateMedia({ reducedMotion: 'reduce' })
    page.on('dialog', (dialog) => void dialog.accept())
    await walk({ page, api, url: patchbay.url, service, look: (name) => expectNothingFound(page, name) })
  })
}

test('axe finds nothing where people sign in and set Patchbay up', async ({ page, patchbay }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
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

test('axe finds nothing in the inbox at three widths in both themes, and a narrow window hides no button', async ({
  designer: page,
  api,
  patchbay,
}) => {
  test.slow()
  const ours = '+17865550168'
  await api.call('POST', '/numbers', { number: ours })
  await api.deploy(readSampleFlow('talk-to-someone'), [ours])
  const say = (text: string) => api.call('POST', '/simulator/messages', { from: '+13055550184', to: ours, text })
  await say('هل يمكنني تغيير موعد الحجز؟')
  await page.goto(`${patchbay.url}/inbox?view=open`)
  await page.getByRole('link', { name: /0184/ }).click()
  const thread = page.getByRole('log')
  await thread.getByText('What can we do for you?').waitFor()
  await say('Talk to someone')
  await thread.getByText('The flow handed this conversation over').waitFor()
  await page.getByRole('radiogroup', { name: 'What you write' }).getByText('Note').click()
  await page.getByRole('textbox', { name: 'Your note' }).fill('A regular guest')
  await page.getByRole('button', { name: 'Add note' }).click()
  await thread.getByText('A regular guest').waitFor()
  const { items } = await api.call<Listed<ConversationResource>>('GET', '/conversations?view=open&limit=200')
  const { id = '' } = items.find(({ contact }) => contact.value === '+13055550184') ?? {}
  const { id: topic } = await api.call<{ readonly id: string }>('POST', '/topics', { name: 'Booking', color: 'amber' })
  await api.call('PUT', `/conversations/${id}/topics`, { topics: [topic] })
  await expect(thread.getByText(/set the topics Booking/)).toBeVisible()
  await expect(thread.getByText(/ran and asked/)).toHaveCount(1)
  const facts = page.getByRole('complementary', { name: 'About the contact' })
  await expect(facts).toBeVisible()
  for (const size of windowSizes) {
    await page.setViewportSize(size)
    await expect(facts).toHaveCount(size.width === 1440 ? 1 : 0)
    await page.getByRole('button', { name: 'Close', exact: true }).click({ trial: true })
    await expectNothingFound(page, `conversation, ${size.width} px`)
  }
  await page.getByRole('button', { name: 'Show contact' }).click()
  await expectNothingFound(page, 'contact of a conversation, 390 px')
  await page.goto(`${patchbay.url}/inbox?view=open`)
  await page.getByRole('link', { name: /0184/ }).waitFor()
  await expectNothingFound(page, 'conversations, 390 px')
  await page.keyboard.press('?')
  const keys = page.getByRole('table', { name: 'In the inbox' }).getByRole('row')
  await expect(keys.filter({ hasText: 'Snooze' })).toContainText('Z')
})
