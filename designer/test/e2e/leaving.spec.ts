import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel } from './board.ts'
import { expect, test } from './patchbay.ts'

const secret = (page: Page) =>
  panel(page)
    .getByLabel(/Auth Token/)
    .first()

/** Goes back or forward and answers the question that comes. */
async function answerAtMove(page: Page, move: 'goBack' | 'goForward', answer: 'accept' | 'dismiss'): Promise<string> {
  const asked = page.waitForEvent('dialog')
  const moving = page[move]()
  const dialog = await asked
  const message = dialog.message()
  await dialog[answer]()
  await moving
  return message
}

test('Back and Forward ask before a typed secret is lost, and only then', async ({ designer: page, api }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', {
    ...readSampleFlow('order-ready'),
    name: 'With a token',
  })
  // The flow stands in the middle of the history, with the list before it and the runs after it.
  await page.reload()
  await page.getByRole('link', { name: 'With a token', exact: true }).first().click()
  await expect(block(page, 1)).toBeVisible()
  await page.getByRole('link', { name: 'All flows' }).first().click()
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()
  await page.goBack()
  await expect(block(page, 1)).toBeVisible()

  await block(page, 1).click()
  await secret(page).fill('a secret that nobody may read')
  for (const move of ['goBack', 'goForward'] as const) {
    expect(await answerAtMove(page, move, 'dismiss')).toContain('secret')
    await expect(secret(page)).toHaveValue('a secret that nobody may read')
    await expect(page).toHaveURL(new RegExp(`/flows/${flow.id}$`))
  }
  // The history is as it was: one step back is the list.
  await answerAtMove(page, 'goBack', 'accept')
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()
  await page.goForward()
  await expect(block(page, 1)).toBeVisible()
  await block(page, 1).click()
  await expect(secret(page)).toHaveValue('')

  // Other changes are kept and found again: nothing to ask.
  await panel(page).getByRole('button', { name: 'Rename' }).click()
  await panel(page).getByRole('textbox', { name: 'Name', exact: true }).fill('Order arrives')
  await page.keyboard.press('Enter')
  await page.goBack()
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()
})
