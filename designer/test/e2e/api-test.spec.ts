import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { expect, test } from './patchbay.ts'

test('an API flow is tested by a form of its Expected Inputs: what is wrong is said at its field, and the run lights up', async ({
  designer: page,
  patchbay,
  api,
}) => {
  const document = readSampleFlow('order-ready')
  const [trigger, ...others] = document.nodes
  if (trigger === undefined) throw new Error('The flow begins with a trigger.')
  const expectedInputs = [
    { name: 'FirstName', example: 'Dana' },
    { name: 'OrderNumber', example: 'SV-20418', description: 'Number printed on the receipt' },
    { name: 'pieces', type: 'number', example: '2' },
    { name: 'urgent', type: 'boolean', required: false },
  ]
  const nodes = [{ ...trigger, inputs: { expectedInputs } }, ...others]
  const flow = await api.call<FlowResource>('POST', '/flows', { ...document, name: 'Tested by a call', nodes })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.getByRole('button', { name: 'Test', exact: true }).click()
  const panel = page.getByRole('complementary', { name: 'Test', exact: true })

  await expect(panel.getByRole('radio', { name: 'Draft' })).toBeChecked()
  await page.getByRole('banner').getByRole('button', { name: 'Deploy', exact: true }).click()
  await expect(panel.getByRole('radio', { name: 'Live v1' })).toBeChecked()
  await expect(panel.getByRole('textbox', { name: 'The contact (ANI)' })).toHaveValue('+13055550119')
  await expect(panel.getByRole('textbox', { name: 'OrderNumber' })).toHaveValue('SV-20418')

  await panel.getByRole('textbox', { name: 'FirstName' }).fill('')
  await panel.getByRole('textbox', { name: 'pieces' }).fill('two')
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()
  await panel.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('Deployed Successfully!')).toHaveCount(0, { timeout: 1_000 })
  const last = panel.getByRole('region', { name: 'Last test' })
  await expect(last.getByText('2 values are missing or wrong.')).toBeVisible()
  await expect(panel.getByRole('textbox', { name: 'FirstName' })).toBeFocused()
  await expect(panel.getByRole('textbox', { name: 'FirstName' })).toHaveAccessibleDescription(/is missing/)
  await expect(panel.getByRole('textbox', { name: 'pieces' })).toHaveAccessibleDescription(/has to be a number/)

  const sent = page.locator('.react-flow__node[data-id="2"]').getByRole('img', { name: 'Succeeded' })
  await panel.getByRole('textbox', { name: 'FirstName' }).fill('Robin')
  await panel.getByRole('textbox', { name: 'pieces' }).fill('3')
  await panel.getByRole('button', { name: 'Send' }).click()
  await expect(last.getByText('Succeeded')).toBeVisible()
  await expect(last.getByText('202, without waiting for the run')).toBeVisible()
  await expect(sent).toBeVisible()

  await page.getByRole('button', { name: 'Leave run view' }).click()
  await expect(sent).toHaveCount(0)
  await last.getByRole('button', { name: 'Show this run on the board' }).click()
  await expect(sent).toBeVisible()
})
