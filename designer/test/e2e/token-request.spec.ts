import { expect, test } from './patchbay.ts'

test('a token request takes an audience and parameters of its own', async ({ designer: page, patchbay, api }) => {
  const auth = { type: 'oauth2', clientId: 'shop', tokenUrl: 'https://login.example.com/token' }
  const inputs = { method: 'GET', timeoutSeconds: 10, url: 'https://api.example.com/orders', auth }
  const flow = await api.call<{ id: string }>('POST', '/flows', {
    formatVersion: 1,
    name: 'Orders',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, type: 'inbound-api', name: 'Call', position: { x: 80, y: 160 }, inputs: {} },
      { id: 2, type: 'external-web-call', name: 'Orders', position: { x: 400, y: 160 }, inputs },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.locator('.react-flow__node[data-id="2"]').click()
  const panel = page.getByRole('complementary', { name: 'Configurations Panel' })
  await panel.getByRole('textbox', { name: 'Audience' }).fill('https://api.example.com/')
  await panel.getByRole('button', { name: 'Add parameter' }).click()
  await panel.getByRole('textbox', { name: 'Parameter' }).fill('organization')
  await panel.getByRole('textbox', { name: 'Value' }).last().fill('org_1')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const { document } = await api.call<{ document: { nodes: readonly { inputs: object }[] } }>(
    'GET',
    `/flows/${flow.id}`,
  )
  expect(document.nodes[1]?.inputs).toMatchObject({
    auth: { ...auth, audience: 'https://api.example.com/', parameters: [{ key: 'organization', value: 'org_1' }] },
  })
})
