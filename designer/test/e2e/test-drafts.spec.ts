import type { FlowResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { Page } from '@playwright/test'
import { block, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

function flowOf(name: string, trigger: Pick<Flow['nodes'][number], 'type' | 'inputs'>, message: string): Flow {
  // Only a message names the number it came to.
  const from = trigger.type === 'inbound-sms' ? '$DNIS' : '+17865550100'
  const send = { to: '$ANI', from, message }
  return {
    formatVersion: 1,
    name,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 100 },
    nodes: [
      { id: 1, name: 'Start', position: { x: 40, y: 200 }, ...trigger },
      { id: 2, type: 'send-sms', name: 'Answer', position: { x: 340, y: 200 }, inputs: send },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}

const texted = { type: 'inbound-sms', inputs: {} }
const testPanel = (page: Page) => page.getByRole('complementary', { name: 'Test', exact: true })
const runBar = (page: Page) => page.getByRole('region', { name: 'Run on the board' })

test('a draft that never was live is texted, changed and texted again, beside what is live', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', flowOf('Texted draft', texted, 'First words'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await toolbarButton(page, 'Test').click()
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  await expect(simulator.getByRole('radio', { name: 'Draft' })).toBeChecked()
  await expect(simulator.getByRole('radio', { name: 'Live' })).toBeDisabled()
  const say = async (text: string) => {
    await simulator.getByRole('textbox', { name: 'Text message' }).fill(text)
    await page.keyboard.press('Enter')
  }
  await say('Hello')
  await expect(simulator.getByText('First words')).toBeVisible()
  await expect(page.getByTitle('A test of the draft: it counts in no figure').first()).toBeVisible()

  await toolbarButton(page, 'Deploy').click()
  await expect(simulator.getByRole('radio', { name: 'Live v1' })).toBeChecked()
  await toolbarButton(page, 'Test').click()
  await block(page, 2).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await message.fill('Other words')
  // What is not saved yet is saved by the test.
  await toolbarButton(page, 'Test').click()
  await expect(simulator.getByRole('radio', { name: 'Draft' })).toBeChecked()
  await say('Again')
  await expect(simulator.getByText('Other words')).toBeVisible()
  expect((await api.call<FlowResource>('GET', `/flows/${flow.id}`)).live?.version).toBe(1)

  await page.goto(`${patchbay.url}/runs?flowId=${flow.id}`)
  const rows = page.getByRole('row').filter({ hasText: 'Texted draft' })
  await expect(rows).toHaveCount(2)
  await expect(rows.getByText('Test', { exact: true })).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Tests' }).click()
  await page.getByRole('option', { name: 'Without tests' }).click()
  await expect(rows).toHaveCount(0)
})

test('an API flow is tested as a draft: its texts stand in the panel, and problems lead to their place', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const trigger = { type: 'inbound-api', inputs: { expectedInputs: [{ name: 'order', example: 'SV-1' }] } }
  const flow = await api.call<FlowResource>('POST', '/flows', flowOf('Called draft', trigger, '$order is ready'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await toolbarButton(page, 'Test').click()
  const tested = testPanel(page)
  await expect(tested.getByText('Texts of a draft test go to the simulator.')).toBeVisible()
  await tested.getByRole('button', { name: 'Send' }).click()
  const last = tested.getByRole('region', { name: 'Last test' })
  await expect(last.getByText('Succeeded')).toBeVisible()
  await expect(last.getByText('SV-1 is ready')).toBeVisible()
  await expect(last.getByText(/^To \+1 305 555 0119, in the simulator, 1 segment$/)).toBeVisible()
  await expect(runBar(page).getByText('Test', { exact: true })).toBeVisible()

  await tested.getByRole('textbox', { name: 'order' }).fill('SV-2')
  await tested.getByRole('button', { name: 'Send' }).click()
  await expect(last.getByText('SV-2 is ready')).toBeVisible()
  await expect(tested.getByRole('region', { name: 'Earlier' }).getByRole('button')).toHaveCount(1)

  await toolbarButton(page, 'Test').click()
  await block(page, 2).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await message.fill('')
  await toolbarButton(page, 'Test').click()
  await tested.getByRole('button', { name: 'Send' }).click()
  await expect(tested.getByText('The draft cannot be tested yet: 1 problem.')).toBeVisible()
  await tested.getByRole('alert').getByRole('button').click()
  await expect(message).toBeFocused()
})

test('a webhook gets a typed request or one of the last ones, and a schedule runs now, as a draft and live', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const say = 'Got $WEBHOOK_1.body.order'
  const hook = flowOf('Hooked draft', { type: 'webhook', inputs: { path: 'tested-hook' } }, say)
  const [start, send] = hook.nodes
  if (start === undefined || send === undefined) throw new Error('Two actions.')
  const inputs = { ...send.inputs, to: '+13055550119', from: '+17865550100' }
  const clock = { id: 3, type: 'schedule', name: 'Every day', position: { x: 40, y: 420 }, inputs: {} }
  const flow = await api.call<FlowResource>('POST', '/flows', { ...hook, nodes: [start, { ...send, inputs }, clock] })
  await api.call('POST', `/flows/${flow.id}/deploy`)
  const headers = { 'content-type': 'application/json', 'x-event': 'paid' }
  await fetch(`${patchbay.url}/hooks/tested-hook`, { method: 'POST', headers, body: '{"order": 7}' })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await toolbarButton(page, 'Test').click()
  const tested = testPanel(page)
  await tested.getByText('Draft', { exact: true }).click()
  await expect(tested.getByRole('textbox', { name: 'Headers' })).toHaveValue(/x-event: paid/)
  await expect(tested.getByRole('textbox', { name: 'Body' })).toHaveValue('{"order": 7}')
  await tested.getByRole('textbox', { name: 'Body' }).fill('{"order": 8}')
  await tested.getByRole('button', { name: 'Send' }).click()
  await expect(tested.getByRole('region', { name: 'Last test' }).getByText('Got 8')).toBeVisible()

  await tested.getByRole('combobox', { name: 'What starts the test' }).click()
  await page.getByRole('option', { name: '#3 Every day' }).click()
  for (const version of ['Draft', 'Live v1'] as const) {
    await tested.getByText(version, { exact: true }).click()
    await tested.getByRole('button', { name: 'Run now' }).click()
    await expect(tested.getByRole('region', { name: 'Last test' }).getByText('Succeeded')).toBeVisible()
    await expect(runBar(page).getByText('Test', { exact: true })).toHaveCount(version === 'Draft' ? 1 : 0)
  }
})
