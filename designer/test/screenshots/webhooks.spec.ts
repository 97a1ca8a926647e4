import { expect, test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

const ours = '+17865550134'

test('a webhook, for its page of the documentation', async ({ designer: page, api, patchbay, service }) => {
  service.replyWith((response) => {
    response.end('ok')
  })
  await page.goto(`${patchbay.url}/settings/webhooks/new`)
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Insight pipeline')
  await page.getByRole('textbox', { name: 'Webhook URL' }).fill('https://in.example.net/patchbay/7f3c')
  await page.getByRole('button', { name: 'The ten of Gladly receivers' }).click()
  await page.getByRole('button', { name: 'Add header' }).click()
  await page.getByRole('textbox', { name: 'Name of header 1' }).fill('x-api-key')
  await page.getByRole('textbox', { name: 'Value of header 1' }).fill('k-5501')
  await picture(page, 'webhook-new')

  await patchbay.api('POST', '/numbers', { number: ours })
  const events = ['CONVERSATION/CREATED', 'CONTACT/MESSAGE_RECEIVED', 'CONTACT/MESSAGE_SENT']
  const given = {
    name: 'Insight pipeline',
    url: `${service.origin}/patchbay`,
    events,
    headers: { 'x-api-key': 'k-5501' },
  }
  const { webhook } = await api.call<{ webhook: { id: string } }>('POST', '/webhooks', given)
  for (const text of ['Hello', 'Is breakfast included?']) {
    await api.call('POST', '/simulator/messages', { from: '+13055550124', to: ours, text })
  }
  await page.goto(`${patchbay.url}/settings/webhooks/${webhook.id}`)
  const rows = page.getByRole('region', { name: 'Last requests' })
  await expect(rows.getByRole('button', { name: /^CONTACT\/MESSAGE_RECEIVED at/ })).toHaveCount(2)
  await rows.getByRole('button').first().click()
  await picture(page, 'webhook-deliveries')
})
