import type { FlowResource } from '@patchbay/shared/api'
import type { Locator, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { weatherService } from '../../../runtime/test/helpers/weather.ts'
import { block, fillTemplate, panel, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

const number = '+17865550100'

function weather(origin: string) {
  return JSON.parse(JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', origin))
}

/** As a hand does, in steps: a field that is loaded when the pointer comes changes under a drag that jumps. */
async function dragByHand(page: Page, from: Locator, onto: Locator) {
  const target = await onto.boundingBox()
  if (target === null) throw new Error('The field is not shown.')
  await from.hover()
  await page.mouse.down()
  await page.mouse.move(target.x + 40, target.y + 15, { steps: 8 })
  await page.mouse.up()
}

test('a variable is dragged into a field, and clicked into it', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 3).click()
  await panel(page)
    .getByRole('button', { name: /^Available Variables/ })
    .click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  const winds = panel(page)
    .getByRole('region', { name: '#2 Forecast' })
    .getByRole('button', { name: /^winds/ })
  await fillTemplate(panel(page), 'Message', 'Now: ')
  await winds.click()
  await expect(message).toHaveText('Now: $winds')
  await fillTemplate(panel(page), 'Message', '')
  await winds.dragTo(message)
  await expect(message).toHaveText('$winds')
  await fillTemplate(panel(page), 'Message', 'Now: ')
  await winds.dragTo(message)
  await expect(message).toHaveText('Now: $winds')
  const sendTo = panel(page).getByRole('textbox', { name: 'Send To' })
  await dragByHand(page, winds, sendTo)
  await expect(sendTo).toHaveText(/^(\$winds\$ANI|\$ANI\$winds)$/)
})

test('variables stay in sight below a long form, also in a low window', async ({ designer: page, api, patchbay }) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 3).click()
  const head = panel(page).getByRole('button', { name: /^Available Variables/ })
  await head.click()
  await panel(page).getByRole('textbox', { name: 'Message' }).click()
  const temp = panel(page).getByRole('button', { name: /^temp/ })
  await expect(temp).toBeInViewport({ ratio: 1 })
  await panel(page).getByRole('textbox', { name: 'Response Timeout' }).focus()
  const field = await panel(page).getByRole('textbox', { name: 'Response Timeout' }).boundingBox()
  const list = await head.boundingBox()
  expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(list?.y ?? 0)
})

test('completion shows values of the last run, and a typing error is mended by a key', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  service.replyWith(weatherService())
  const flowId = await api.deploy(weather(service.origin), [number])
  await api.ended(await api.text({ from: '+13055550141', to: number, text: 'Weather' }))
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await block(page, 3).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await message.fill('')
  await page.keyboard.type('Wind: $win')
  const offered = page.getByRole('option', { name: /\$winds/ })
  await expect(offered).toContainText('14 mph')
  await expect(page.getByText('last run').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(message).toHaveText('Wind: $winds')
  await page.keyboard.type(' and $forcast')
  await expect(page.getByText('Did you mean', { exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(message).toHaveText('Wind: $winds and $forecast')
  await message.fill('It is $tmp there')
  await page.keyboard.press('Control+.')
  await expect(message).toHaveText('It is $temp there')
})

test('behind a pipe between brackets the functions are offered, and none behind a bare variable', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 3).click()
  const message = panel(page).getByRole('textbox', { name: 'Message' })
  await message.click()
  await message.fill('')
  await page.keyboard.type('Wind: ${winds | num')
  const list = page.getByRole('listbox', { name: 'Functions' })
  await expect(list.getByRole('option', { name: 'number' }).first()).toContainText('14 mph → 14')
  await page.keyboard.press('Enter')
  await expect(list).toBeHidden()
  await page.keyboard.type(' | plus')
  await page.keyboard.press('Tab')
  await page.keyboard.type('}')
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a token of a flow text.
  await expect(message).toHaveText('Wind: ${winds | number | plus: 1}')
  await expect(message.locator('[class*=unknown]')).toHaveCount(0)
  await message.fill('')
  await page.keyboard.type('$winds | num')
  await expect(list).toBeHidden()
})

test('a renamed response variable takes its six uses along, in one step of undo', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const document = readSampleFlow('weather-forecast')
  // biome-ignore lint/suspicious/noTemplateCurlyInString: every form in which a token can be written.
  const message = '$temp $temp ${temp} $(temp) {{temp}} and $temp'
  const nodes = document.nodes.map((node) => (node.id === 3 ? { ...node, inputs: { ...node.inputs, message } } : node))
  const flow = await api.call<FlowResource>('POST', '/flows', { ...document, nodes })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 2).click()
  await panel(page).getByRole('textbox', { name: 'Name, row 1' }).fill('degrees')
  await panel(page).getByRole('button', { name: 'Rename 6 uses too' }).click()
  await block(page, 3).click()
  const field = panel(page).getByRole('textbox', { name: 'Message' })
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above.
  await expect(field).toHaveText('$degrees $degrees ${degrees} $(degrees) {{degrees}} and $degrees')
  await toolbarButton(page, 'Undo').click()
  await block(page, 3).click()
  await expect(field).toHaveText(message)
})

test('a name that another action sets, too, is renamed only as far as the builder says', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const document = readSampleFlow('weather-forecast')
  const place = { x: 1200, y: 160 }
  const nodes = [
    ...document.nodes,
    {
      id: 5,
      type: 'set-variables',
      name: 'Again',
      position: place,
      inputs: { variables: [{ name: 'temp', value: '$temp!' }] },
    },
    {
      id: 6,
      type: 'send-sms',
      name: 'Later',
      position: place,
      inputs: { to: '$ANI', from: '$DNIS', message: '$temp' },
    },
  ]
  const connections = [...document.connections, { from: 3, exit: 'success', to: 5 }, { from: 5, exit: 'next', to: 6 }]
  const flow = await api.call<FlowResource>('POST', '/flows', { ...document, nodes, connections })
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 2).click()
  await panel(page).getByRole('textbox', { name: 'Name, row 1' }).fill('degrees')
  await panel(page).getByRole('button', { name: 'Rename 2 uses too' }).click()
  const question = page.getByRole('dialog', { name: 'Rename $temp everywhere?' })
  await expect(question).toContainText('#5 sets it, too.')
  await question.getByRole('button', { name: 'Only 2 uses' }).click()
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!')).toBeVisible()
  const saved = (await api.call<FlowResource>('GET', `/flows/${flow.id}`)).document
  expect(saved.nodes[4]?.inputs).toEqual({ variables: [{ name: 'temp', value: '$degrees!' }] })
  expect(saved.nodes[5]?.inputs.message).toBe('$temp')
})
