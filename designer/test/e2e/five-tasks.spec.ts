import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { forecastText, weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, board, panel, toolbarButton } from './board.ts'
import { type Hands, handsOn } from './hands.ts'
import { expect, test } from './patchbay.ts'

// The tasks of a first hour, played by roles, names, mouse and keys. A count that rises is a fault of the product.

test.use({ viewport: { width: 1366, height: 850 } })

/** From the first page to the empty board of a new flow. */
async function beginFlow(page: Page, hands: Hands, card: RegExp): Promise<void> {
  await hands.click(page.getByRole('button', { name: 'New Flow' }).first())
  await expect(page.getByRole('textbox', { name: 'Flow Name' })).toBeFocused()
  await hands.press('Enter')
  await hands.click(board(page).getByRole('button', { name: card }))
  await expect(block(page, 1)).toBeVisible()
}

/** Puts an action behind an exit by its +. */
async function addAfter(page: Page, hands: Hands, at: { exit: string; id: number }, search: string): Promise<void> {
  await hands.click(page.getByRole('button', { name: `Add an action after ${at.exit} of #${at.id}` }))
  await hands.type(search)
  await hands.press('Enter')
}

async function write(page: Page, hands: Hands, field: string | RegExp, text: string): Promise<void> {
  await hands.click(panel(page).getByRole('textbox', { name: field }))
  await hands.type(text)
}

async function assignNumber(page: Page, hands: Hands, number: RegExp): Promise<void> {
  await hands.click(panel(page).getByRole('button', { name: 'Assign Number(s)' }))
  const numbers = page.getByRole('dialog', { name: 'Number Assignment' })
  await hands.click(numbers.getByRole('checkbox', { name: number }))
  await hands.click(numbers.getByRole('button', { name: 'Assign Flow' }))
  await expect(numbers.getByText('This flow')).toBeVisible()
  await hands.press('Escape')
}

test('a flow that answers a text with the weather takes at most 38 actions', async ({ designer: page, service }) => {
  service.replyWith(weatherService())
  await page.getByRole('link', { name: 'Home' }).click()
  const hands = handsOn(page)
  await beginFlow(page, hands, /A text arrives/)
  await assignNumber(page, hands, /305 555 0164/)

  await addAfter(page, hands, { exit: 'Next', id: 1 }, 'website')
  await write(page, hands, 'URL of Service', `${service.origin}/gridpoints/MFL/109,62/forecast`)
  await hands.click(panel(page).getByRole('button', { name: 'Add header' }))
  await hands.type('User-Agent')
  await hands.press('Tab')
  await hands.type('patchbay')
  await hands.click(panel(page).getByRole('button', { name: 'Test HTTP Request' }))
  const response = page.getByRole('dialog', { name: 'Response' })
  for (const value of [/^temperature : 84/, /^windSpeed : /, /^detailedForecast : /]) {
    await hands.click(response.getByRole('treeitem', { name: value }).first())
    await hands.click(response.getByRole('button', { name: 'Add variable' }))
  }
  await hands.press('Escape')

  await addAfter(page, hands, { exit: 'On Success', id: 2 }, 'sms')
  const message = "It's currently $temperature F with $windSpeed winds. $detailedForecast Enjoy your stay!"
  await write(page, hands, 'Message', message)
  await addAfter(page, hands, { exit: 'On Failure', id: 2 }, 'sms')
  await write(page, hands, 'Message', 'Sorry, no weather today.')
  await hands.click(toolbarButton(page, 'Deploy'))
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()

  await hands.click(toolbarButton(page, 'Test').first())
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  await expect(simulator.getByRole('textbox', { name: 'Text message' })).toBeFocused()
  await hands.type('Weather')
  await hands.press('Enter')
  await expect(simulator.getByText(forecastText, { exact: true })).toBeVisible()
  expect(hands.actions).toBeLessThanOrEqual(38)
})

test('a flow that another system calls takes at most 30 actions, with the call', async ({
  designer: page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('link', { name: 'Home' }).click()
  const hands = handsOn(page)
  await beginFlow(page, hands, /Another system asks/)
  await hands.click(panel(page).getByRole('button', { name: 'Add expected input' }))
  await hands.type('order')
  await addAfter(page, hands, { exit: 'Next', id: 1 }, 'sms')
  await hands.click(panel(page).getByRole('combobox', { name: 'Send From' }))
  await hands.click(page.getByRole('option', { name: /786 555 0100/ }))
  await write(page, hands, 'Message', 'Your order $order is ready.')
  await hands.click(block(page, 1))
  await hands.click(panel(page).getByRole('button', { name: 'Make a token' }))
  await hands.click(panel(page).getByRole('button', { name: 'Copy the call' }).first())
  await hands.click(toolbarButton(page, 'Deploy'))
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()

  const answer = await callAsCopied(await page.evaluate(() => navigator.clipboard.readText()))
  expect(answer.status).toBe(202)
  await page.getByRole('button', { name: 'Runs', exact: true }).first().click()
  await expect(page.getByText('Succeeded').first()).toBeVisible()
  expect(hands.actions).toBeLessThanOrEqual(30)
})

/** What the command would send from outside. */
async function callAsCopied(command: string): Promise<Response> {
  const url = /https?:\/\/[^\s'"]+/.exec(command)?.[0] ?? ''
  const headers = [...command.matchAll(/-H '([^:]+): ([^']*)'/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  const body = /(?:-d|--data(?:-raw)?) '([\s\S]*?)'(?:\s|$)/.exec(command)?.[1]
  return fetch(url, { method: 'POST', headers: Object.fromEntries(headers), ...(body === undefined ? {} : { body }) })
}

test('a flow is changed, deployed and rolled back in at most 14 actions', async ({ designer: page, api }) => {
  const sample = { ...readSampleFlow('weather-forecast'), name: 'To be changed' }
  const flowId = await api.deploy(sample)
  const live = async () => (await api.call<FlowResource>('GET', `/flows/${flowId}`)).live?.version
  await page.getByRole('link', { name: 'Home' }).click()
  const hands = handsOn(page)
  await hands.click(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Flows' }))
  await hands.click(page.getByRole('link', { name: 'To be changed', exact: true }))
  await hands.click(block(page, 4))
  await hands.click(panel(page).getByRole('textbox', { name: 'Message' }))
  await hands.press('End')
  await hands.type(' Call us at the front desk.')
  await hands.click(toolbarButton(page, 'Deploy'))
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()
  expect(await live()).toBe(2)

  await hands.click(toolbarButton(page, 'Versions'))
  await hands.click(panel(page).getByRole('button', { name: 'Make it live' }))
  await hands.click(page.getByRole('dialog').getByRole('button', { name: 'Make it live' }))
  await expect.poll(live).not.toBe(2)
  expect(hands.actions).toBeLessThanOrEqual(14)
})

test('a colleague is added in at most 10 actions, and can sign in', async ({ designer: page, browser, patchbay }) => {
  await page.getByRole('link', { name: 'Home' }).click()
  const hands = handsOn(page)
  const colleague = { email: 'tom.reyes@example.com', password: 'a word for the first day' }
  await hands.click(page.getByRole('link', { name: 'Settings' }))
  await hands.click(page.getByRole('button', { name: 'Add user' }))
  const dialog = page.getByRole('dialog', { name: 'Add a user' })
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await hands.type('Tom Reyes')
  await hands.click(dialog.getByRole('textbox', { name: 'E-mail' }))
  await hands.type(colleague.email)
  await hands.click(dialog.getByRole('textbox', { name: 'Password' }))
  await hands.type(colleague.password)
  await expect(dialog.getByText('Makes flows, and answers contacts in the inbox.')).toBeVisible()
  await hands.click(dialog.getByRole('button', { name: 'Add user' }))
  await expect(page.getByText('Tom Reyes can sign in now.')).toBeVisible()
  expect(hands.actions).toBeLessThanOrEqual(10)

  const theirs = await (await browser.newContext()).newPage()
  await theirs.goto(patchbay.url)
  await theirs.getByRole('textbox', { name: 'E-mail' }).fill(colleague.email)
  await theirs.getByRole('textbox', { name: 'Password' }).fill(colleague.password)
  await theirs.getByRole('button', { name: 'Sign in' }).click()
  await expect(theirs.getByRole('heading', { name: 'Today' })).toBeVisible()
  await theirs.context().close()
})

test('a reminder that asks, and goes on by the answer, takes at most 38 actions', async ({ designer: page }) => {
  await page.getByRole('link', { name: 'Home' }).click()
  const hands = handsOn(page)
  await beginFlow(page, hands, /A text arrives/)
  await assignNumber(page, hands, /305 555 0187/)
  await addAfter(page, hands, { exit: 'Next', id: 1 }, 'sms')
  await write(page, hands, 'Message', 'Your table is at 8 PM. Do you come? Yes or No')
  await write(page, hands, /^Response Timeout/, '3600')
  await addAfter(page, hands, { exit: 'On Reply', id: 2 }, 'yes')
  await write(page, hands, /^Value, row 1/, '$SMS_2.reply.text')
  await write(page, hands, /^Compare with, row 1/, 'yes')
  await addAfter(page, hands, { exit: 'True', id: 3 }, 'sms')
  await write(page, hands, 'Message', 'See you at 8!')
  await addAfter(page, hands, { exit: 'False', id: 3 }, 'sms')
  await write(page, hands, 'Message', 'Another time, then.')
  await hands.click(toolbarButton(page, 'Deploy'))
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()

  await hands.click(toolbarButton(page, 'Test').first())
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  await expect(simulator.getByRole('textbox', { name: 'Text message' })).toBeFocused()
  await hands.type('Remind me')
  await hands.press('Enter')
  await expect(simulator.getByText('Do you come?')).toBeVisible()
  await hands.click(simulator.getByRole('button', { name: 'Yes' }))
  await expect(simulator.getByText('See you at 8!')).toBeVisible()
  expect(hands.actions).toBeLessThanOrEqual(38)
})
