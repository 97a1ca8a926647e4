import { expect, test } from './patchbay.ts'

test('the panel of a webhook asks for the key of a signature, and lists what came and why it was refused', async ({
  designer: page,
  patchbay,
  api,
}) => {
  const events = { from: 'body', name: 'type', only: [{ event: 'order.paid' }] }
  const flow = await api.call<{ id: string }>('POST', '/flows', {
    formatVersion: 1,
    name: 'Orders',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, type: 'webhook', name: 'Order', position: { x: 80, y: 160 }, inputs: { path: 'orders-panel', events } },
    ],
    connections: [],
    notes: [],
  })
  await api.call('POST', `/flows/${flow.id}/deploy`)
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.locator('.react-flow__node[data-id="1"]').click()
  const panel = page.getByRole('complementary', { name: 'Configurations Panel' })
  await panel.getByRole('button', { name: 'Last requests' }).click()
  await expect(panel.getByText('None since the server started')).toBeVisible()

  for (const body of ['{"type":"order.paid"}', '{"type":"order.lost"}', '{']) {
    const headers = { 'content-type': 'application/json' }
    await fetch(`${patchbay.url}/hooks/orders-panel`, { method: 'POST', headers, body })
  }
  await expect(panel.getByText('Started a run')).toBeVisible()
  await expect(panel.getByText('Left alone', { exact: true })).toBeVisible()
  await expect(panel.getByText('order.lost', { exact: true })).toBeVisible()
  await expect(panel.getByText('The body is not valid JSON')).toBeVisible()

  await panel.getByRole('button', { name: 'Add event' }).click()
  await panel.getByLabel('Event, row 2').fill('topic')
  await page.getByRole('option', { name: 'CONVERSATION/TOPIC_ADDED' }).click()
  await expect(panel.getByLabel('Event, row 2')).toHaveValue('CONVERSATION/TOPIC_ADDED')
  await panel.getByLabel('Event, row 2').fill('anything.else')
  await expect(panel.getByLabel('Event, row 2')).toHaveValue('anything.else')

  await panel.getByRole('combobox', { name: 'Authentication' }).click()
  await page.getByRole('option', { name: 'Signature' }).click()
  await expect(panel.getByText('Key', { exact: true })).toBeVisible()
  await expect(panel.getByText('Second key')).toBeVisible()
  await expect(panel.getByText('Header of the signature')).toHaveCount(0)
  await panel.getByRole('combobox', { name: 'Signed as by' }).click()
  await page.getByRole('option', { name: 'Another service' }).click()
  await expect(panel.getByText('Header of the signature')).toBeVisible()
})
