import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

const bot = '@patchbay_trial_bot'

test('a button is pressed on a phone that has them, numbered on one that has none, and each run goes on', async ({
  designer: page,
  api,
  patchbay,
  ownNumber,
}) => {
  const flowId = await api.deploy(readSampleFlow('survey'), [ownNumber])
  await api.call('POST', '/addresses', { channel: 'telegram', value: bot, accountId: 'simulator', label: 'Survey' })
  await api.call('POST', '/addresses/assign', { flowId, addresses: [{ channel: 'telegram', value: bot }] })
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  await page.getByRole('button', { name: 'Add a phone' }).click()
  const texting = page.getByRole('region', { name: 'Dana, test contact, SMS' })
  const chatting = page.getByRole('region', { name: 'Dana, test contact, Telegram' })
  for (const phone of [texting, chatting]) {
    await phone.getByRole('textbox', { name: /message/i }).fill('Hello')
    await page.keyboard.press('Enter')
    await expect(phone.locator('[data-direction="out"]').last()).toContainText('How was it?')
  }
  await chatting.getByRole('group', { name: 'Buttons of the message' }).getByRole('button', { name: 'Good' }).click()
  await expect(chatting.getByText('Glad to hear it. We would love a review.')).toBeVisible()
  await expect(chatting.getByRole('link', { name: 'Write a review' })).toHaveAttribute('href', /example\.com/)
  await expect(texting.getByRole('group', { name: 'Buttons of the message' })).toHaveCount(0)
  await expect(texting.locator('[data-direction]')).toHaveCount(2)
  await expect(texting.getByText('2. Could be better')).toBeVisible()
  await texting.getByRole('textbox', { name: 'Text message' }).fill('2')
  await page.keyboard.press('Enter')
  await expect(texting.getByText('We are sorry. What should we do better?')).toBeVisible()
})
