import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { expect, test } from './patchbay.ts'

test('a token is made in the ready call, and a sample from the other system fills in the Expected Inputs', async ({
  designer: page,
  patchbay,
  api,
}) => {
  const document = readSampleFlow('order-ready')
  const [trigger, ...others] = document.nodes
  if (trigger === undefined) throw new Error('The flow begins with a trigger.')
  const nodes = [{ ...trigger, inputs: { expectedInputs: [] } }, ...others]
  const flow = await api.call<FlowResource>('POST', '/flows', { ...document, name: 'Listening', nodes })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.locator('.react-flow__node[data-id="1"]').click()
  const panel = page.getByRole('complementary', { name: 'Configurations Panel' })

  await expect(panel.getByText('No token yet')).toBeVisible()
  await panel.getByRole('button', { name: 'Make a token' }).click()
  await expect(panel.getByText('Copy it now.')).toBeVisible()
  const command = (await panel.locator('pre').first().textContent()) ?? ''
  const token = /Bearer (\w{32})/.exec(command)?.[1]
  expect(command).toContain(`${patchbay.url}/triggers/${flow.id}`)

  await panel.getByRole('button', { name: 'Listen for a sample' }).click()
  await expect(panel.getByText('Send a request now')).toBeVisible()
  const answer = await fetch(`${patchbay.url}/triggers/${flow.id}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ order_no: 'SV-20418', total: 12.5 }),
  })
  expect(await answer.json()).toEqual({ sample: true })
  await expect(panel.getByText('2 inputs filled in')).toBeVisible()
  await expect(panel.getByRole('textbox', { name: 'Name, row 1' })).toHaveValue('order_no')
  await panel.getByRole('button', { name: 'More about row 2 of Expected Inputs' }).click()
  await expect(panel.getByRole('textbox', { name: 'Example, row 2' })).toHaveValue('12.5')

  await page.keyboard.press('Control+z')
  await expect(panel.getByRole('textbox', { name: 'Name, row 1' })).toHaveCount(0)

  // A token that is stored is replaced only after a question.
  await page.keyboard.press('Control+s')
  const replace = panel.getByRole('button', { name: 'Replace Auth Token' })
  await replace.click()
  await page.getByRole('dialog', { name: 'Replace Auth Token?' }).getByRole('button', { name: 'Keep it' }).click()
  await expect(replace).toBeVisible()
  await replace.click()
  await page.getByRole('dialog', { name: 'Replace Auth Token?' }).getByRole('button', { name: 'Replace' }).click()
  await expect(panel.getByRole('textbox', { name: 'Auth Token' })).toHaveValue('')
})
