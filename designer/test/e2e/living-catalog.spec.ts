import { expect, signIn } from './patchbay.ts'
import { test } from './test-product.ts'

test('an action that the designer has never heard of is picked, filled in from its own choices and tried', async ({
  page,
  patchbay,
  api,
}) => {
  const flow = await api.call<{ id: string }>('POST', '/flows', {
    formatVersion: 1,
    name: 'Bar',
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [{ id: 1, type: 'inbound-api', name: 'Start', position: { x: 80, y: 160 }, inputs: {} }],
    connections: [],
    notes: [],
  })
  await signIn(page, patchbay.url)
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  const menu = page.getByRole('complementary', { name: 'Actions menu' })
  await menu.getByRole('searchbox', { name: 'Search actions' }).fill('drink')
  const action = menu.getByRole('button', { name: /Order Drink/ })
  await expect(action.locator('svg[data-icon="coffee"]')).toBeVisible()
  await action.click()
  await expect(page.locator('.react-flow__node[data-id="2"] svg[data-icon="coffee"]')).toBeVisible()

  const panel = page.getByRole('complementary', { name: 'Configurations Panel' })
  await expect(panel.locator('svg[data-icon="coffee"]')).toBeVisible()
  const drink = panel.getByRole('combobox', { name: 'Drink' })
  await drink.click()
  await expect(page.getByRole('option', { name: 'Tea 1', exact: true })).toBeVisible()
  // It stands on a page of the choices that the list has not read: only the search finds it.
  await expect(page.getByRole('option', { name: 'Tea 117' })).toHaveCount(0)
  await drink.fill('tea 117')
  await page.getByRole('option', { name: 'Tea 117' }).click()
  await expect(drink).toHaveValue('Tea 117')

  await panel.getByRole('button', { name: 'Order one' }).click()
  const answer = page.getByRole('dialog')
  await expect(answer.getByText('tea-117')).toBeVisible()
  await expect(answer.getByText('small')).toBeVisible()
  await answer.getByRole('button', { name: 'Close' }).first().click()
  await expect(panel.getByRole('status').getByText('Done')).toBeVisible()
})
