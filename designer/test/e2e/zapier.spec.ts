import type { Locator, Page } from '@playwright/test'
import { eventually } from '../../../runtime/test/helpers/eventually.ts'
import { expect, test } from './patchbay.ts'

const sampleOutput = JSON.stringify({
  id: 'wf-1',
  event: 'case_closed',
  caseNumber: '1042',
  firstName: 'Jane',
  order: 'A-17',
})

interface Item {
  readonly id: string
  readonly [field: string]: unknown
}

test('a flow drawn by hand gives Zapier what a webhook brought', async ({ designer: page, patchbay }) => {
  const { password, pollingUrl } = await createAccount(page)

  await page.getByRole('link', { name: 'Flows' }).click()
  await page.getByRole('button', { name: 'New Flow' }).first().click()
  await page.getByRole('button', { name: 'Create flow' }).click()
  await dragAction(page, 'Webhook', { x: 160, y: 320 })
  await dragAction(page, 'Zapier Invoke', { x: 480, y: 320 })
  await connect(page, { from: 1, exit: 'Next', to: 2 })

  await block(page, 1).click()
  await panel(page).getByRole('textbox', { name: 'Path' }).fill('closed-cases')

  await block(page, 2).click()
  await panel(page).getByRole('combobox', { name: 'Account' }).click()
  await page.getByRole('option', { name: 'Zaps of support' }).click()
  await fillTemplate(panel(page).getByRole('textbox', { name: 'Event' }), 'case_closed')
  await panel(page).getByRole('button', { name: 'Paste sample output' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paste sample output' })
  await dialog.getByRole('textbox', { name: 'Sample output' }).fill(sampleOutput)
  await dialog.getByRole('button', { name: 'Add names' }).click()
  const values = ['$(item.externalChatData.case)', 'Dear $WEBHOOK_1.body.name', '$(item.externalChatData.order)']
  for (const [index, value] of values.entries()) {
    await fillTemplate(field(page, `inputs.fields[${index}].value`).getByRole('textbox'), value)
  }
  const names = [0, 1, 2].map((index) => field(page, `inputs.fields[${index}].name`).getByRole('textbox'))
  for (const [index, name] of ['caseNumber', 'firstName', 'order'].entries()) {
    await expect(names[index] ?? page.locator('never')).toHaveValue(name)
  }
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  await page.getByRole('button', { name: 'Deploy', exact: true }).click()
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()

  const authorization = `Basic ${Buffer.from(`zapier-support:${password}`).toString('base64')}`
  const poll = async (): Promise<readonly Item[]> => {
    const answer = await fetch(pollingUrl, { headers: { authorization, accept: 'application/json' } })
    return answer.json() as Promise<readonly Item[]>
  }
  expect(await poll()).toEqual([])
  for (const [index, number] of [1041, 1042].entries()) {
    const body = { case: number, name: 'Jane', order: { id: 'A-17' } }
    const started = await post(`${patchbay.url}/hooks/closed-cases`, body)
    const items = await eventually(async () => {
      const found = await poll()
      return found.length > index ? found : undefined
    })
    const fields = { event: 'case_closed', caseNumber: number, firstName: 'Dear Jane', order: { id: 'A-17' } }
    expect(items[0]).toMatchObject({ id: `${started.runId}.2.1`, ...fields })
  }

  await page.goto(`${patchbay.url}/accounts`)
  await page.getByRole('link', { name: 'Zaps of support' }).click()
  await expect(page.locator('[data-fact="stored"]')).toHaveText('2')
  await expect(page.locator('[data-fact="missed"]')).toHaveText('0')
  await expect(page.locator('[data-fact="lastPoll"]')).toContainText('Today')
})

/** A Zapier account by the page; its password is on screen once. */
async function createAccount(page: Page): Promise<{ password: string; pollingUrl: string }> {
  await page.getByRole('link', { name: 'Accounts' }).click()
  await expect(page.getByText('Simulator').first()).toBeVisible()
  await page.getByRole('button', { name: 'Add account' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('group', { name: 'Systems' }).getByText('Zapier', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Zaps of support')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(dialog.getByText(/Username/).last()).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Username' }).fill('zapier-support')
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('dialog', { name: 'Copy the secret now' })).toBeVisible()
  const password = (await dialog.locator('code').textContent()) ?? ''
  expect(password.length).toBeGreaterThanOrEqual(32)
  await dialog.getByRole('button', { name: 'Done' }).click()

  await expect(page.getByRole('heading', { name: 'Zaps of support' })).toBeVisible()
  await expect(page.getByText(password)).toHaveCount(0)
  await page.getByRole('button', { name: 'Test Connection' }).click()
  // Zapier takes https only, and this Patchbay is reached by plain http.
  await expect(page.getByText(/is not encrypted/)).toBeVisible()
  await expect(page.getByText('The address answers and asks for the password.')).toBeVisible()
  const pollingUrl = (await page.locator('code', { hasText: 'workflow-trigger' }).textContent()) ?? ''
  return { password, pollingUrl }
}

async function post(url: string, body: object): Promise<{ runId: string }> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return answer.json() as Promise<{ runId: string }>
}

async function dragAction(page: Page, title: string, at: { x: number; y: number }): Promise<void> {
  const menu = page.getByRole('complementary', { name: 'Actions menu' })
  await menu.getByRole('button', { name: title }).dragTo(page.getByRole('main', { name: 'Board' }), {
    targetPosition: at,
  })
}

function block(page: Page, id: number): Locator {
  return page.getByRole('article', { name: new RegExp(`^#${id} `) })
}

function panel(page: Page): Locator {
  return page.getByRole('complementary', { name: 'Configurations Panel' })
}

function field(page: Page, path: string): Locator {
  return panel(page).locator(`[data-field-path="${path}"]`)
}

async function connect(page: Page, options: { from: number; exit: string; to: number }): Promise<void> {
  const exit = block(page, options.from).getByRole('img', { name: `${options.exit} of #${options.from}` })
  await exit.hover()
  await page.mouse.down()
  const target = await block(page, options.to).boundingBox()
  if (target === null) throw new Error(`#${options.to} is not on the board.`)
  await page.mouse.move(target.x + 40, target.y + 40, { steps: 8 })
  await page.mouse.up()
}

async function fillTemplate(input: Locator, text: string): Promise<void> {
  await input.click()
  await input.fill(text)
  // Leaves the field, and with it the list of variables.
  await input.press('Tab')
}
