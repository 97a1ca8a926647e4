import type { AccountResource, ContactResource, Page as Listed } from '@patchbay/shared/api'
import { temporaryFolder } from '../../../runtime/test/helpers/temporary-folder.ts'
import { startExampleBridge } from '../../../scripts/bridge-check/example-bridge.ts'
import { createTicket, myCrm, noPictures, zendesk } from '../../../shared/src/manifests/test-manifests.ts'
import { test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

test.use({ viewport: { width: 1366, height: 850 } })

test('the picture of a new integration', async ({ designer: page, patchbay }) => {
  test.slow()
  await page.goto(`${patchbay.url}/settings/new-integration`)
  const text = page.getByRole('textbox', { name: 'JSON of the integration and its actions' })
  const wrong = { ...myCrm, authentication_type: 'customs', auth_validation_endpoint: 'bridge.example.com/check' }
  await text.fill(JSON.stringify(wrong, null, 2))
  await page.getByRole('alert').waitFor()
  await picture(page, 'integration-new')
})

test('the pictures of an integration, of what it synchronizes and of what it tells about a contact', async ({
  designer: page,
  api,
  patchbay,
}) => {
  test.slow()
  const bridge = await startExampleBridge(await temporaryFolder('bridge-'))
  const manifest: unknown = JSON.parse(
    JSON.stringify(bridge.manifest).replaceAll('https://bridge.example.com', bridge.origin),
  )
  await patchbay.api('PUT', `/integrations/${bridge.manifest.integration.name}`, manifest)
  await patchbay.api('PUT', `/integrations/${zendesk.name}`, [{ ...zendesk, ...noPictures }, createTicket])
  await page.goto(`${patchbay.url}/settings/integrations`)
  await page
    .getByRole('row', { name: /File CRM/ })
    .locator('img')
    .waitFor()
  await picture(page, 'integrations')

  await api.call('POST', '/users', {
    name: 'Rui Sol',
    email: 'rui@northwind.example',
    password: 'a-long-password',
    roles: ['agent'],
  })
  const { id } = await api.call<AccountResource>('POST', '/accounts', {
    type: `bridge:${bridge.manifest.integration.name}`,
    name: 'Northwind CRM',
    properties: { company: 'northwind', api_key: 'key-of-northwind' },
  })
  await page.goto(`${patchbay.url}/accounts/${id}`)
  for (const [subject, done] of [
    ['Contacts', '5 added'],
    ['Agents', '3 added'],
  ] as const) {
    const region = page.getByRole('region', { name: subject, exact: true })
    await region.getByRole('switch', { name: subject }).click()
    await region.getByText(`Just now: ${done}`).waitFor()
  }
  await page.getByText('mara@northwind.example').waitFor()
  await picture(page, 'account-synchronization')

  const { items } = await api.call<Listed<ContactResource>>('GET', '/contacts?search=Ines')
  await page.goto(`${patchbay.url}/contacts/${items[0]?.id}`)
  await page.getByRole('region', { name: 'Northwind CRM' }).getByRole('listitem').first().waitFor()
  await picture(page, 'contact-interactions')
  await bridge.close()
})
