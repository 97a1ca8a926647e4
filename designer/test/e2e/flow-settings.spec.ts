import type { AccountResource, FlowResource, NumberResource } from '@patchbay/shared/api'
import { nextTicks } from '@patchbay/shared/schedules'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

test('limits of the flow and who is told of failures are set in its panel', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const told = await api.call<FlowResource>('POST', '/flows', readSampleFlow('order-ready'))
  const { id } = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 1).waitFor()
  await panel(page).getByRole('textbox', { name: 'Longest run' }).fill('900')
  await panel(page).getByRole('textbox', { name: 'Runs at once' }).fill('5')
  await panel(page).getByRole('textbox', { name: 'Runs started per minute' }).fill('60')
  await panel(page)
    .getByRole('button', { name: /^Alerts/ })
    .click()
  await panel(page).getByRole('combobox', { name: 'Start a flow' }).click()
  await page.getByRole('option', { name: 'Order Ready' }).click()
  const address = panel(page).getByRole('textbox', { name: 'Call an address' })
  await address.fill('ops.example.com')
  await expect(panel(page).getByText('Begin the address with http:// or https://.')).toBeVisible()
  await address.fill('https://ops.example.com/failures')
  await panel(page).getByRole('textbox', { name: 'Tell again from' }).fill('35')
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const read = async () => (await api.call<FlowResource>('GET', `/flows/${id}`)).document.settings
  expect(await read()).toMatchObject({
    maxDurationSeconds: 900,
    concurrency: 5,
    ratePerMinute: 60,
    onEnd: { flowId: told.id, url: 'https://ops.example.com/failures', failureRatePercent: 35 },
  })

  await panel(page).getByRole('textbox', { name: 'Runs at once' }).fill('')
  await panel(page).getByRole('combobox', { name: 'Start a flow' }).click()
  await page.getByRole('option', { name: 'none', exact: true }).click()
  await address.fill('')
  await toolbarButton(page, 'Save').click()
  await expect.poll(async () => (await read()).concurrency).toBeUndefined()
  expect((await read()).onEnd).toBeUndefined()
})

const from = '+17865550100'
const toldBy = [
  {
    field: 'Send an e-mail',
    was: { email: 'ops@example.com' },
    typed: ['ops@example', '.org'],
    is: { email: 'ops@example.org' },
  },
  {
    field: 'Text a number',
    was: { text: { to: '+13055550199', from } },
    typed: ['+1 305', ' 555 0164'],
    is: { text: { to: '+13055550164', from } },
  },
] as const
for (const { field, was, typed, is } of toldBy) {
  test(`a flow keeps the shares of its alerts while "${field}" is changed in place`, async ({
    designer: page,
    api,
    patchbay,
  }) => {
    const sample = readSampleFlow('weather-forecast')
    const rates = { failureRatePercent: 35, caughtRatePercent: 45 }
    const settings = { ...sample.settings, onEnd: { ...was, ...rates } }
    const { id } = await api.call<FlowResource>('POST', '/flows', { ...sample, settings })
    await page.goto(`${patchbay.url}/flows/${id}`)
    await block(page, 1).waitFor()
    await panel(page)
      .getByRole('button', { name: /^Alerts/ })
      .click()
    const box = panel(page).getByRole('textbox', { name: field })
    const [begin, rest] = typed
    await box.press('End')
    const length = (await box.inputValue()).length
    for (let left = length; left > begin.length; left--) await box.press('Backspace')
    await expect(box).toHaveValue(begin)
    await expect(panel(page).getByRole('textbox', { name: 'Tell again from' })).toHaveValue('35')
    await box.pressSequentially(rest)
    await toolbarButton(page, 'Save').click()
    await expect(page.getByText('Saved Successfully!')).toBeVisible()
    const { document } = await api.call<FlowResource>('GET', `/flows/${id}`)
    expect(document.settings.onEnd).toEqual({ ...is, ...rates })
  })
}

test('who looks for the Event Handler is led to Flow Exit, by the alerts and by the search', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const { id } = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 1).waitFor()
  await page.getByRole('searchbox', { name: 'Search actions' }).fill('Event Handler')
  await expect(page.getByRole('button', { name: /^Flow Exit/ })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search actions' }).fill('')
  await panel(page)
    .getByRole('button', { name: /^Alerts/ })
    .click()
  await panel(page).getByRole('button', { name: 'Add Flow Exit' }).click()
  await expect(page.getByRole('article', { name: /Flow Exit/ })).toBeVisible()
})

test('numbers are read as people write them, or refused with a reason', async ({ designer: page, api, patchbay }) => {
  const { id } = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 1).waitFor()
  const steps = panel(page).getByRole('textbox', { name: 'Most steps in one run' })
  const saved = async () => {
    await page.keyboard.press('Control+s')
    await expect(page.getByText('Saved Successfully!').first()).toBeVisible()
    await page.getByRole('button', { name: 'Close this notice' }).first().click()
    return (await api.call<FlowResource>('GET', `/flows/${id}`)).document.settings.maxSteps
  }
  await steps.clear()
  await steps.pressSequentially('1.000')
  await steps.press('Tab')
  await expect(steps).toHaveValue('1,000')
  expect(await saved()).toBe(1000)

  const reason = panel(page).getByText('Enter a whole number from 1 to 100,000.')
  for (const refused of ['1,5', '99999999', 'many']) {
    await steps.fill('')
    await steps.pressSequentially(refused)
    await steps.press('Tab')
    await expect(steps).toHaveValue(refused)
    await expect(reason).toBeVisible()
  }
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('Still a thousand')
  expect(await saved()).toBe(1000)
})

test('a burst of typing in the flow panel is one step of undo', async ({ designer: page, api, patchbay }) => {
  const sample = readSampleFlow('weather-forecast')
  const { id } = await api.call<FlowResource>('POST', '/flows', sample)
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 1).waitFor()
  const name = panel(page).getByRole('textbox', { name: 'Flow Name' })
  await name.press('End')
  await name.pressSequentially(' hello world')
  await expect(name).toHaveValue(`${sample.name} hello world`)
  await page.keyboard.press('Control+z')
  await expect(name).toHaveValue(sample.name)
  const steps = panel(page).getByRole('textbox', { name: 'Most steps in one run' })
  const before = await steps.inputValue()
  await steps.fill('77')
  await page.keyboard.press('Control+z')
  await expect(steps).toHaveValue(before)
})

test('a Schedule shows when it starts next, in words, and what becomes of missed starts', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const sample = readSampleFlow('weather-forecast')
  const schedule = { id: 1, type: 'schedule', name: 'Every Monday', position: { x: 80, y: 160 } }
  const document = {
    ...sample,
    settings: { ...sample.settings, timeZone: 'Asia/Tokyo' },
    nodes: [{ ...schedule, inputs: { frequency: 'weekly', weekdays: ['Monday'], time: '08:30' } }],
    connections: [],
  }
  const { id } = await api.call<FlowResource>('POST', '/flows', document)
  await page.goto(`${patchbay.url}/flows/${id}`)
  await block(page, 1).click()
  const times = panel(page).getByRole('list').filter({ hasText: 'Monday,' }).getByRole('listitem')
  await expect(times).toHaveCount(5)
  const weekly = { kind: 'weekly', weekdays: ['Monday'], time: '08:30' } as const
  const [next = new Date()] = nextTicks(weekly, new Date(), 'Asia/Tokyo', 1)
  const day = next.toLocaleDateString('en-US', { timeZone: 'Asia/Tokyo', month: 'long', day: 'numeric' })
  await expect(times.first()).toHaveText(`Monday, ${day} at 8:30 AM`)
  await panel(page).getByRole('textbox', { name: 'Time' }).fill('26:00')
  await expect(panel(page).getByText('Shown once the settings above are complete.')).toBeVisible()
  await panel(page).getByRole('textbox', { name: 'Time' }).fill('18:00')
  await expect(times.first()).toContainText('at 6:00 PM')

  await panel(page).getByRole('combobox', { name: 'Starts that were missed' }).click()
  await page.getByRole('option', { name: 'Start once for all of them' }).click()
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const { settings } = (await api.call<FlowResource>('GET', `/flows/${id}`)).document
  expect(settings.missedTicks).toBe('run-once')
})

test('a number is added to the account that carries its texts', async ({ designer: page, api, patchbay }) => {
  const account = await api.call<AccountResource>('POST', '/accounts', {
    type: 'http-gateway',
    name: 'Hotel gateway',
    properties: { url: 'http://127.0.0.1:9/send' },
  })
  await page.goto(`${patchbay.url}/numbers`)
  await page.getByRole('button', { name: 'Add Address' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add an address' })
  await expect(dialog.getByRole('combobox', { name: 'Account' })).toHaveValue('Simulator')
  await dialog.getByRole('combobox', { name: 'Account' }).click()
  await page.getByRole('option', { name: 'Hotel gateway' }).click()
  await dialog.getByRole('textbox', { name: 'Number' }).fill('+1 786 555 0177')
  await dialog.getByRole('button', { name: 'Add number' }).click()
  await expect(page.getByRole('row', { name: /786 555 0177/ })).toContainText('Hotel gateway')
  const added = await api.call<{ items: readonly NumberResource[] }>('GET', '/numbers?search=0177')
  expect(added.items[0]?.accountId).toBe(account.id)
})
