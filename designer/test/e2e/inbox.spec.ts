import type { Browser, Page, Request } from '@playwright/test'
import { expect, test } from './patchbay.ts'

/** A number that no flow of another test answers. */
const ours = '+17865550166'
test.beforeEach(async ({ patchbay }) => {
  // Refused where a test before has added it.
  await patchbay.api('POST', '/numbers', { number: ours })
})

const password = 'correct horse battery'

/** Another person in a browser of their own. */
async function agentIn(browser: Browser, url: string, email: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${url}/sign-in`)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  return page
}

test('the browser of an agent asks for nothing that an agent may not read', async ({ browser, patchbay }) => {
  await patchbay.api('POST', '/users', { name: 'Ada Lund', email: 'ada@example.com', password, role: 'agent' })
  const page = await agentIn(browser, patchbay.url, 'ada@example.com')
  const asked: Request[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'fetch') asked.push(request)
  })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await palette.getByRole('option', { name: 'Help', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Help', exact: true })).toBeVisible()
  expect(asked.length).toBeGreaterThan(0)
  const answers = await Promise.all(asked.map((request) => request.response()))
  const refused = answers.filter((answer) => answer?.status() === 403).map((answer) => answer?.url())
  expect(refused).toEqual([])
})

test('two agents see a message arrive; one takes and answers it, and the other sees who', async ({
  browser,
  patchbay,
}) => {
  const contact = '+13055550177'
  const say = (text: string) => patchbay.api('POST', '/simulator/messages', { from: contact, to: ours, text })
  for (const [name, email] of [
    ['Tom Okafor', 'tom@example.com'],
    ['Ines Duarte', 'ines@example.com'],
  ]) {
    await patchbay.api('POST', '/users', { name, email, password, role: 'agent' })
  }
  const tom = await agentIn(browser, patchbay.url, 'tom@example.com')
  const ines = await agentIn(browser, patchbay.url, 'ines@example.com')
  await expect(tom.getByRole('link', { name: 'Flows' })).toHaveCount(0)

  await say('Can we still check in at nine?')
  const row = (page: Page) => page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: /0177/ })
  await row(tom).click()
  const thread = tom.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText('Can we still check in at nine?')).toBeVisible()
  await tom.getByRole('textbox', { name: 'Your answer' }).fill('Yes, the desk is open all night.')
  await tom.keyboard.press('Control+Enter')
  await expect(thread.getByText('You took this conversation')).toBeVisible()
  await expect(thread.getByText('Yes, the desk is open all night.')).toBeVisible()
  await expect(thread.getByText('Delivered')).toBeVisible()
  await expect(tom.getByRole('textbox', { name: 'Your answer' })).toHaveValue('')

  await ines.getByText('All', { exact: true }).click()
  await expect(row(ines)).toContainText('Tom')
  await row(ines).click()
  await expect(ines.getByText('Tom Okafor answers')).toBeVisible()
  await ines.getByText('Note', { exact: true }).click()
  await ines.getByRole('textbox', { name: 'Your note' }).fill('Room 412 has a cot')
  await ines.getByRole('button', { name: 'Add note' }).click()
  await expect(thread.getByText('Room 412 has a cot')).toBeVisible()

  await say('Thank you!')
  await expect(thread.getByText('Thank you!')).toBeVisible()
  await tom.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(ines.getByRole('log').getByText('Tom Okafor closed this conversation')).toBeVisible()
  await tom.context().close()
  await ines.context().close()
})

test('what is being written stays while one looks elsewhere, and through a reload', async ({
  designer: page,
  patchbay,
}) => {
  const contact = '+13055550178'
  await patchbay.api('POST', '/simulator/messages', { from: contact, to: ours, text: 'Anybody?' })
  await page.getByRole('link', { name: 'Inbox' }).click()
  await page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: /0178/ }).click()
  await page.getByRole('textbox', { name: 'Your answer' }).fill('Half a sent')
  await page.getByRole('link', { name: 'Flows' }).click()
  await page.goBack()
  await expect(page.getByRole('textbox', { name: 'Your answer' })).toHaveValue('Half a sent')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Your answer' })).toHaveValue('Half a sent')
})
