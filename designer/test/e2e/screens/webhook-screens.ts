import type { CreatedWebhook } from '@patchbay/shared/api'
import type { Walk } from './screen.ts'

/** The webhooks: none is made without events; one that is on, another secret, and how it is deleted. */
export async function webhookScreens({ page, api, url, service, look }: Walk): Promise<void> {
  await page.goto(`${url}/settings/webhooks/new`)
  await page.getByRole('button', { name: 'Add webhook' }).click()
  await page.getByText('Choose at least one event.').waitFor()
  await look('new webhook without events')
  service.replyWith((response) => {
    response.end('ok')
  })
  const { webhook } = await api.call<CreatedWebhook>('POST', '/webhooks', {
    name: 'Insight pipeline',
    url: `${service.origin}/webhooks/${crypto.randomUUID()}`,
    events: ['CONVERSATION/CREATED'],
  })
  await page.goto(`${url}/settings/webhooks`)
  await page.getByRole('link', { name: 'Insight pipeline' }).first().waitFor()
  await look('webhooks')
  await page.goto(`${url}/settings/webhooks/${webhook.id}`)
  await page.getByText('Nothing was sent yet.').waitFor()
  await look('webhook')
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Resend a range' }).click()
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await dialog.getByRole('alert').waitFor()
  await look('range without times')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Replace the signing secret' }).click()
  await page.getByRole('dialog', { name: 'Make another signing secret?' }).waitFor()
  await look('question before another signing secret')
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
  await page
    .getByRole('dialog', { name: 'Copy the signing secret now' })
    .getByText(/^whsec_/)
    .waitFor()
  await look('signing secret')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Stop the one before' }).waitFor()
  await look('webhook with two secrets')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('dialog', { name: 'Delete Insight pipeline?' }).waitFor()
  await look('question before a webhook is deleted')
  await dialog.getByRole('button', { name: 'Delete webhook' }).click()
  await page.getByRole('heading', { name: 'Webhooks' }).waitFor()
}
