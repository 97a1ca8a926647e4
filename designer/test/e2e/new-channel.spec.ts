import type { Page } from '@playwright/test'
import { eventually } from '../../../runtime/test/helpers/eventually.ts'
import type { ServiceStandIn } from '../../../runtime/test/stand-ins/service-stand-in.ts'
import { block, connect, dragAction, fillTemplate, panel, toolbarButton } from './board.ts'
import { expect, signIn } from './patchbay.ts'
import { test } from './test-product.ts'

const bot = '@shop_bot'
const played = '@trial_bot'

test('a messenger that the designer has never heard of is set up, simulated and answers its contacts', async ({
  page,
  patchbay,
  pigeon,
}) => {
  await signIn(page, patchbay.url)
  const callbackUrl = await addAccount(page, pigeon)
  await page.getByRole('link', { name: /^Addresses/ }).click()
  await addBot(page, { value: '@Shop_Bot', account: 'Shop' })
  await addBot(page, { value: played, account: 'Simulator' })
  const row = page.getByRole('row', { name: bot })
  await expect(row.getByRole('cell', { name: 'Shop', exact: true })).toBeVisible()
  await expect(row.getByRole('cell', { name: 'Pigeon', exact: true })).toBeVisible()

  await page.getByRole('link', { name: /^Flows/ }).click()
  await page.getByRole('button', { name: 'New Flow' }).first().click()
  await page.getByRole('button', { name: 'Create flow' }).click()
  await dragAction(page, 'Inbound Pigeon', { x: 120, y: 320 })
  await dragAction(page, 'Send Pigeon', { x: 420, y: 320 })
  await expect(block(page, 1).locator('svg[data-icon="feather"]')).toBeVisible()
  await connect(page, { from: 1, exit: 'Next', to: 2 })
  await block(page, 2).click()
  await fillTemplate(panel(page), 'Message', 'You wrote $IPIGEON_1.message')
  await expect(panel(page).getByText(/segment/)).toHaveCount(0)
  await panel(page).getByRole('combobox', { name: 'Tone' }).click()
  await page.getByRole('option', { name: 'Loud' }).click()
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()

  await block(page, 1).click()
  await panel(page).getByRole('button', { name: 'Assign Bot(s)' }).click()
  const bots = page.getByRole('dialog', { name: 'Bot Assignment' })
  await bots.getByRole('checkbox', { name: `Select ${bot}` }).check()
  await bots.getByRole('checkbox', { name: `Select ${played}` }).check()
  await bots.getByRole('button', { name: 'Assign Flow' }).click()
  await expect(bots.getByText('This flow')).toHaveCount(2)
  await bots.getByRole('button', { name: 'Close' }).last().click()

  await toolbarButton(page, 'Test').click()
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  await expect(simulator.getByRole('combobox', { name: 'Phone' })).toHaveValue('Dana, test contact')
  await simulator.getByRole('textbox', { name: 'Message', exact: true }).fill('anybody there?')
  await simulator.getByRole('button', { name: 'Send' }).click()
  const answer = simulator.locator('[data-direction="out"]')
  await expect(answer).toContainText('You wrote anybody there?')
  await expect(answer).not.toContainText('segment')

  await write(callbackUrl, pigeon, { id: 'm-1', from: '@Robin', to: bot, text: 'hello' })
  const taken = await eventually(async () => pigeon.sending?.taken.at(-1))
  expect(taken).toEqual({ from: bot, to: '@robin', text: 'You wrote hello' })

  await page.goto(`${patchbay.url}/accounts`)
  await page.getByRole('link', { name: 'Shop' }).click()
  await page
    .getByRole('row', { name: /Accepted/ })
    .getByRole('link', { name: 'See the run' })
    .click()
  await expect(page.getByText(/2 of 2 actions ran/)).toBeVisible()
})

/** Makes the account of the messenger; returns the callback URL that its page shows. */
async function addAccount(page: Page, { properties }: ServiceStandIn): Promise<string> {
  await page.getByRole('link', { name: /^Accounts/ }).click()
  await page.getByRole('button', { name: 'Add account' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an account' })
  await dialog.getByText('Pigeon', { exact: true }).first().click()
  await dialog.getByRole('button', { name: 'Next' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Corner')
  await dialog.getByLabel('Bot token').fill(String(properties.token))
  await dialog.getByRole('button', { name: 'Create account' }).click()
  await expect(page.getByRole('heading', { name: 'Corner' })).toBeVisible()
  await expect(page.getByText('Bot token stored')).toBeVisible()
  await page.getByRole('textbox', { name: 'Name' }).fill('Shop')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Shop' })).toBeVisible()
  const address = page.getByText(/\/channels\/pigeon\//)
  await expect(address).toBeVisible()
  return (await address.textContent()) ?? ''
}

async function addBot(page: Page, { value, account }: { value: string; account: string }): Promise<void> {
  await page.getByRole('button', { name: 'Add Address' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Add an address' })
  await dialog.getByRole('combobox', { name: 'Channel' }).click()
  await page.getByRole('option', { name: 'Pigeon' }).click()
  await dialog.getByRole('combobox', { name: 'Account' }).click()
  await expect(page.getByRole('option')).toHaveText(['Simulator', 'Shop'])
  await page.getByRole('option', { name: account }).click()
  await dialog.getByRole('textbox', { name: 'Bot' }).fill(value)
  await dialog.getByRole('button', { name: 'Add bot' }).click()
  await expect(page.getByRole('row', { name: value.toLowerCase() })).toBeVisible()
}

/** A message from a contact, as the messenger passes it on. */
async function write(
  url: string,
  { calling }: ServiceStandIn,
  message: { id: string; from: string; to: string; text: string },
): Promise<void> {
  if (calling === undefined) throw new Error('The stand-in does not call.')
  const { method, headers, body } = calling.sign(calling.bodyOf(message), 'right', url)
  const answer = await fetch(url, { method, headers, body })
  expect(answer.status).toBe(202)
}
