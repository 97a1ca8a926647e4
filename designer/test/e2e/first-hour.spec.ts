import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, panel, toolbarButton } from './board.ts'
import { enter, expect, test } from './patchbay.ts'

const viewer = { name: 'Vera Viewer', email: 'vera@example.com', password: 'vera-looks-only-1', role: 'viewer' }

test('versions are in sight at the first click, wherever the panel stood', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const sample = { ...readSampleFlow('weather-forecast'), description: 'A line\n'.repeat(12) }
  const flowId = await api.deploy(sample)
  await page.setViewportSize({ width: 1366, height: 700 })
  for (const before of ['the flow', 'an action', 'the simulator'] as const) {
    await page.goto(`${patchbay.url}/flows/${flowId}`)
    await expect(block(page, 1)).toBeVisible()
    if (before === 'an action') await block(page, 3).click()
    if (before === 'the simulator') await toolbarButton(page, 'Test').click()
    await toolbarButton(page, 'Versions').click()
    await expect(panel(page).getByText('Version 1', { exact: true })).toBeInViewport({ ratio: 1 })
  }
})

test('a viewer sees everything and can change nothing', async ({ page, api, patchbay }) => {
  await api.call('POST', '/users', viewer)
  const flowId = await api.deploy(readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows`)
  await enter(page, viewer)
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await expect(page.getByText('View only')).toBeVisible()
  await expect(page.getByRole('complementary', { name: 'Actions menu' })).toHaveCount(0)

  await expect(panel(page).getByRole('textbox', { name: 'Flow Name' })).toBeDisabled()
  await expect(panel(page).getByRole('button', { name: 'Copy Flow ID' })).toBeEnabled()
  await block(page, 3).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  const text = await message.textContent()
  await message.click()
  await page.keyboard.type('hello')
  await expect(message).toHaveText(text ?? '')
  await expect(message).toHaveAttribute('contenteditable', 'false')
  await expect(panel(page).getByRole('button', { name: 'Rename' })).toHaveCount(0)
  await expect(board(page).getByRole('toolbar', { name: /Tools for/ })).toHaveCount(0)
  await expect(board(page).getByRole('button', { name: /^Add an action after/ })).toHaveCount(0)

  const testButton = toolbarButton(page, 'Test').first()
  await expect(testButton).toHaveAttribute('aria-disabled', 'true')
  await testButton.hover()
  await expect(page.getByRole('tooltip')).toContainText('viewers have no right')
  await testButton.click({ force: true })
  await expect(page.getByRole('complementary', { name: 'Simulator' })).toHaveCount(0)

  await toolbarButton(page, 'Versions').click()
  await expect(panel(page).getByText('Version 1', { exact: true })).toBeInViewport()
  await panel(page).getByRole('button', { name: 'Open version 1' }).click()
  await expect(page.getByText('View only').first()).toBeVisible()
})

test('notices lie on nothing that is used, go with their page and do not wait under the pointer', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await toolbarButton(page, 'Save').click()
  const notice = page.getByRole('alert').filter({ hasText: 'Saved Successfully!' })
  await expect(notice).toBeVisible()
  const [shown, side] = [await notice.boundingBox(), await panel(page).boundingBox()]
  if (shown === null || side === null) throw new Error('Not on the page.')
  expect(shown.x + shown.width).toBeLessThanOrEqual(side.x)

  // The pointer rests where the next notice appears.
  await page.getByRole('button', { name: 'Close this notice' }).click()
  await page.mouse.move(shown.x + 40, shown.y + 20)
  await page.keyboard.press('Control+s')
  await expect(notice).toBeVisible()
  await expect(notice).toHaveCount(0)

  // A failure stays until it is closed, or until its page is left.
  await page.context().setOffline(true)
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('Not saved yet')
  await page.keyboard.press('Control+s')
  const failure = page.getByRole('alert').filter({ hasText: 'Save did not work' })
  await expect(failure).toBeVisible()
  await expect(page.getByText('Not connected', { exact: true })).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByText('Not connected', { exact: true })).toHaveCount(0)
  await page.getByRole('link', { name: 'All flows' }).first().click()
  await expect(page.getByRole('heading', { name: 'Flows' })).toBeVisible()
  await expect(failure).toHaveCount(0)
})

test('lists stay in the window, and the search says what to use for what is not there', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.setViewportSize({ width: 1366, height: 850 })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 3).click()
  await panel(page).getByRole('combobox', { name: 'Send From' }).click()
  await page.getByRole('option', { name: 'A variable…' }).click()
  await panel(page).getByRole('textbox', { name: 'Send From' }).click()
  await page.keyboard.type(' $')
  const list = await page.getByRole('listbox', { name: /variable/i }).boundingBox()
  if (list === null) throw new Error('No list.')
  expect(list.x + list.width).toBeLessThanOrEqual(1366)
  await page.keyboard.press('Escape')

  const menu = page.getByRole('complementary', { name: 'Actions menu' })
  const search = menu.getByRole('searchbox', { name: 'Search actions' })
  for (const [words, action] of [
    ['website', 'External Web Call'],
    ['remind', 'Wait'],
    ['yes', 'Condition'],
    ['ask', 'Send SMS'],
  ] as const) {
    await search.fill(words)
    await expect(menu.getByRole('button', { name: action })).toBeVisible()
  }
  await search.fill('e-mail')
  await expect(menu.getByText('No action sends e-mail')).toBeVisible()
})

test('Connect in the list of problems goes to its action and offers the actions that are there', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const sample = readSampleFlow('weather-forecast')
  const connections = sample.connections.filter(({ from, exit }) => !(from === 2 && exit === 'failure'))
  const flow = await api.call<FlowResource>('POST', '/flows', { ...sample, connections })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await page.getByRole('button', { name: /^Problems/ }).click()
  const row = page.getByRole('listitem').filter({ hasText: 'On Failure is not connected' })
  await expect(row).toHaveCount(1)
  await row.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(panel(page).getByText('#2', { exact: true })).toBeVisible()
  await page.getByRole('option', { name: /#4 / }).click()
  await expect(row).toHaveCount(0)
})
