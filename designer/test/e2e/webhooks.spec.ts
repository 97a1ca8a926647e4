import type { Page as Listed, WebhookResource } from '@patchbay/shared/api'
import type { Locator, Page } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { expect, test } from './patchbay.ts'

const ours = '+17865550145'
const path = '/webhooks-page'

/** What the keyboard does with a button or a link. */
async function press(control: Locator): Promise<void> {
  await control.focus()
  await expect(control).toBeFocused()
  await control.press('Enter')
}

async function type(page: Page, name: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name, exact: true }).focus()
  await page.keyboard.type(text)
}

test('a webhook is made, tried, turned on, watched, sent again and deleted, by keyboard', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  test.slow()
  let status = 500
  service.replyWith((response) => {
    response.writeHead(status).end('noted')
  })
  const sent = () => service.requests.filter(({ url, body }) => url === path && !body.includes('PING'))
  const idsSent = () => sent().map(({ headers }) => String(headers['webhook-id']))
  // Other tests of this worker may have left some.
  const { items } = await api.call<Listed<WebhookResource>>('GET', '/webhooks')
  for (const { id } of items) await api.call('DELETE', `/webhooks/${id}`)
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  await patchbay.api('POST', '/numbers', { number: ours })
  await page.goto(`${patchbay.url}/settings/webhooks`)
  await expect(page.getByText('No webhooks yet')).toBeVisible()

  // Made. The receiver does not answer as it must, so it is saved turned off.
  await press(page.getByRole('link', { name: 'Add webhook' }))
  await press(button('Add webhook'))
  await expect(page.getByText('Choose at least one event.')).toBeVisible()
  await type(page, 'Name', 'Insight pipeline')
  await type(page, 'Webhook URL', `${service.origin}${path}`)
  await press(button('The ten of Gladly receivers'))
  await press(button('Add header'))
  await type(page, 'Name of header 1', 'x-api-key')
  await type(page, 'Value of header 1', 'k-5501-not-shown')
  await press(button('Add webhook'))
  await expect(page.getByText(/Nothing was changed\. Check the URL/)).toBeVisible()
  await press(button('Save it turned off'))
  const dialog = page.getByRole('dialog')
  const secretShown = dialog.locator('code', { hasText: 'whsec_' })
  const secret = await secretShown.innerText()
  await press(dialog.getByRole('button', { name: 'Done' }))
  await expect(page.getByRole('heading', { name: 'Insight pipeline' })).toBeVisible()
  await expect(page.getByText(/^Off\. Events that happen now are not kept/)).toBeVisible()

  // Tried, and turned on.
  await press(button('Send PING'))
  await expect(page.getByText(/Answered 500 to PING/)).toBeVisible()
  await press(button('Turn on'))
  await expect(page.getByText('Not changed')).toBeVisible()
  status = 200
  await press(button('Send PING'))
  await expect(page.getByText(/Answered 200 to PING/)).toBeVisible()
  await press(button('Turn on'))
  await expect(button('Pause')).toBeVisible()

  // Watched: what happens appears without a reload.
  await api.call('POST', '/simulator/messages', { from: '+13055550190', to: ours, text: 'Hello' })
  const log = page.getByRole('region', { name: 'Last requests' })
  const row = log.getByRole('button', { name: /^CONTACT\/MESSAGE_RECEIVED at/ })
  await expect(row).toBeVisible()
  expect(
    new Webhook(secret).verify(sent()[0]?.body ?? '', { ...sent()[0]?.headers } as Record<string, string>),
  ).toMatchObject({ type: 'CONVERSATION/CREATED' })
  await press(row.first())
  const details = page.getByRole('region', { name: /^CONTACT\/MESSAGE_RECEIVED at/ })
  await expect(details.getByText('webhook-signature')).toBeVisible()
  await expect(details).toContainText('x-api-key')
  await expect(page.locator('body')).not.toContainText('k-5501-not-shown')
  await details.getByRole('radio', { name: 'Request' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(details.getByText('noted')).toBeVisible()

  // Sent again: one, a range, and all that failed.
  await expect.poll(() => idsSent().length).toBeGreaterThanOrEqual(3)
  const before = idsSent()
  // Runs that other tests have left may still send something of their own.
  const ownIds = () => idsSent().filter((id) => before.includes(id))
  await press(details.getByRole('button', { name: 'Send again' }))
  await expect.poll(() => ownIds().length).toBe(before.length + 1)
  await press(button('Resend a range'))
  await press(dialog.getByRole('button', { name: 'Send again' }))
  await expect(dialog.getByRole('alert')).toBeVisible()
  await dialog.getByLabel('From').fill('2000-01-01T00:00')
  await dialog.getByLabel('Until').fill('2100-01-01T00:00')
  await press(dialog.getByRole('button', { name: 'Send again' }))
  await expect(dialog).toHaveCount(0)
  await expect.poll(() => ownIds().length).toBe(2 * before.length + 1)
  // An event is lost only after a day: only that there is one is made up here.
  await page.route(/\/api\/webhooks\/[^/]+$/, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: { ...(await response.json()), undelivered: 3 } })
  })
  await page.reload()
  await press(button('Resend failed'))
  await expect(page.getByText('There was nothing to send')).toBeVisible()
  await page.unrouteAll({ behavior: 'wait' })

  // Another secret: both sign until the older one is stopped.
  await press(button('Replace the signing secret'))
  await press(dialog.getByRole('button', { name: 'Replace', exact: true }))
  await expect(secretShown).toBeVisible()
  const next = await secretShown.innerText()
  expect(next).not.toBe(secret)
  await press(dialog.getByRole('button', { name: 'Done' }))
  await press(button('Send PING'))
  await expect(page.getByText(/Answered 200 to PING/)).toBeVisible()
  const ping = service.requests.findLast(({ url, body }) => url === path && body.includes('PING'))
  for (const one of [secret, next]) {
    new Webhook(one).verify(ping?.body ?? '', { ...ping?.headers } as Record<string, string>)
  }
  await press(button('Stop the one before'))
  await expect(page.getByText('Only the new secret signs now')).toBeVisible()
  await expect(button('Stop the one before')).toHaveCount(0)

  await press(button('Delete'))
  await press(dialog.getByRole('button', { name: 'Delete webhook' }))
  await expect(page.getByText('No webhooks yet')).toBeVisible()
})
