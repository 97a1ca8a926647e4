import { readFile } from 'node:fs/promises'
import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { closeSocket } from '../../../runtime/test/helpers/stand-in.ts'
import { apologyText, forecastText, weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, board, connect, fillTemplate, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

const number = '+17865550100'

function weather(origin: string) {
  return JSON.parse(JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', origin))
}

test('blocks are deleted, brought back by undo, and connections replaced', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 4).click()
  await page.keyboard.press('Delete')
  await expect(block(page, 4)).toHaveCount(0)
  await toolbarButton(page, 'Undo').click()
  await expect(block(page, 4)).toBeVisible()
  await toolbarButton(page, 'Redo').click()
  await expect(block(page, 4)).toHaveCount(0)
  await connect(page, { from: 2, exit: 'On Failure', to: 3 })
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const saved = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  expect(saved.document.connections).toEqual([
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'success', to: 3 },
    { from: 2, exit: 'failure', to: 3 },
  ])
})

test('a problem stops the deploy, leads to its field and is mended there', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const document = readSampleFlow('weather-forecast')
  const text = JSON.stringify(document).replace('$forecast Enjoy', '$forcast Enjoy')
  const flow = await api.call<FlowResource>('POST', '/flows', JSON.parse(text))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Not deployed: 1 problem')).toBeVisible()
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  const row = page.getByRole('button', { name: /\$forcast is not set/ })
  await row.click()
  await expect(panel(page).getByRole('textbox', { name: 'Message' })).toBeFocused()
  await page.getByRole('button', { name: 'Use $forecast' }).click()
  await expect(row).toHaveCount(0)
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()
})

test('what is live stays live until the next deploy, and comes back by roll back', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const document = readSampleFlow('order-ready')
  const nodes = document.nodes.map((node) =>
    node.id === 1
      ? { ...node, type: 'inbound-sms', inputs: {} }
      : { ...node, inputs: { ...node.inputs, message: 'One' } },
  )
  const flowId = await api.deploy({ ...document, nodes }, [number])
  const answer = async (contact: string) => {
    await api.ended(await api.text({ from: contact, to: number, text: 'Hello' }))
    return (await api.textsTo(contact)).map(({ text }) => text)
  }
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await block(page, 2).click()
  await fillTemplate(panel(page), 'Message', 'Two')
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  await expect(page.getByText('1 change not live')).toBeVisible()
  expect(await answer('+13055550131')).toEqual(['One'])
  await toolbarButton(page, 'Deploy').click()
  await expect(page.getByText('Deployed Successfully!')).toBeVisible()
  expect(await answer('+13055550132')).toEqual(['Two'])

  await toolbarButton(page, 'Versions').click()
  await panel(page).getByRole('button', { name: 'Make it live' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Make it live' }).click()
  await expect.poll(() => answer('+13055550133')).toContain('One')
})

test('somebody else saved first: nothing is overwritten', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('ticket-alert'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('Mine')
  await api.call('PUT', `/flows/${flow.id}`, { ...flow.document, name: 'Theirs' }, { 'if-match': `"${flow.revision}"` })
  await toolbarButton(page, 'Save').click()
  const choice = page.getByRole('dialog', { name: 'Somebody else saved this flow' })
  await choice.getByRole('button', { name: 'Keep mine as a copy' }).click()
  await expect(page.getByRole('heading', { name: 'Mine (my copy)' }).first()).toBeVisible()
  expect((await api.call<FlowResource>('GET', `/flows/${flow.id}`)).document.name).toBe('Theirs')
})

test('a failing service lights the On Failure path on the board', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  service.replyWith(closeSocket)
  const flowId = await api.deploy(weather(service.origin), [number])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  const phone = page.getByRole('complementary', { name: 'Simulator' })
  await phone.getByRole('textbox', { name: 'Text message' }).fill('Weather')
  await phone.getByRole('button', { name: 'Send' }).click()
  await expect(phone.getByText(apologyText)).toBeVisible()
  await expect(phone.getByRole('button', { name: /Forecast took On Failure/ })).toBeVisible()
  await expect(block(page, 2).getByText('See the step')).toBeVisible()
  await page.getByRole('button', { name: 'Open run' }).click()
  await expect(page.getByText('CONNECTION_FAILED').first()).toBeVisible()
  await expect(page.getByText('3 of 4 actions ran')).toBeVisible()
})

test('a flow is exported, imported, duplicated and deleted', async ({ designer: page, api, service }) => {
  service.replyWith(weatherService())
  await api.call('POST', '/flows', { ...weather(service.origin), name: 'To export' })
  await page.reload()
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
  await row('To export').getByRole('button', { name: /More/ }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Export' }).click()
  const path = await (await download).path()
  const file = JSON.parse(await readFile(path, 'utf8'))
  expect(file.nodes).toHaveLength(4)

  const imported = { name: 'imported.flow.json', mimeType: 'application/json' }
  await page.locator('input[type=file]').setInputFiles({ ...imported, buffer: Buffer.from('{"formatVersion": 1}') })
  const refusal = page.getByRole('dialog', { name: 'Not imported' })
  await expect(refusal.getByText('settings')).toBeVisible()
  await refusal.getByRole('button', { name: 'Close' }).click()
  const good = Buffer.from(JSON.stringify({ ...file, name: 'Imported' }))
  await page.locator('input[type=file]').setInputFiles({ ...imported, buffer: good })
  await row('Imported').getByRole('link', { name: 'Imported', exact: true }).click()
  await expect(board(page).getByRole('article')).toHaveCount(4)
  await page.goBack()
  await row('Imported').getByRole('button', { name: /More/ }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete flow' }).click()
  await expect(row('Imported')).toHaveCount(0)
})

test('a number of another flow is taken over only knowingly', async ({ designer: page, api, patchbay, service }) => {
  service.replyWith(weatherService())
  await api.deploy({ ...weather(service.origin), name: 'First owner' }, [number])
  const second = await api.call<FlowResource>('POST', '/flows', { ...weather(service.origin), name: 'Second owner' })
  await page.goto(`${patchbay.url}/flows/${second.id}`)
  await block(page, 1).click()
  await panel(page).getByRole('button', { name: 'Assign Number(s)' }).click()
  const numbers = page.getByRole('dialog', { name: 'Number Assignment' })
  await numbers.getByRole('checkbox', { name: /786 555 0100/ }).check()
  await expect(numbers.getByText(/now starts First owner/)).toBeVisible()
  await numbers.getByRole('button', { name: 'Assign Flow' }).click()
  await expect(numbers.getByText('This flow')).toBeVisible()
  await numbers.getByRole('checkbox', { name: /786 555 0100/ }).check()
  await numbers.getByRole('button', { name: 'Clear Flow(s)' }).click()
  await page.getByRole('button', { name: 'Clear number' }).click()
  await expect(numbers.getByText('This flow')).toHaveCount(0)
  expect(forecastText).toContain('84 F')
})
