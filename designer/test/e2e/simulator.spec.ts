import type { Flow } from '@patchbay/shared/flow'
import { files } from '../../../runtime/test/helpers/files.ts'
import { board, toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

/** Asks, and reminds after two hours of silence. */
const reminder: Flow = {
  formatVersion: 1,
  name: 'Table Reminder',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'Inbound SMS', position: { x: 40, y: 200 }, inputs: {} },
    say(2, 'Still coming?', 'Can you still come at 7:30?', { responseTimeoutSeconds: 7_200 }),
    say(3, 'See you', 'You said $SMS_2.reply.text. See you then.'),
    say(4, 'Reminder', 'We hold your table.'),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'reply', to: 3 },
    { from: 2, exit: 'no-reply', to: 4 },
  ],
  notes: [],
}

function say(id: number, name: string, message: string, more: Flow['nodes'][number]['inputs'] = {}) {
  const inputs = { to: '$ANI', from: '$DNIS', message, ...more }
  return { id, type: 'send-sms', name, position: { x: id * 270 - 230, y: 120 + id * 40 }, inputs }
}

test('a phone beside another has its own thread, and time is moved for the run of one of them only', async ({
  designer: page,
  api,
  patchbay,
  ownNumber,
}) => {
  const flowId = await api.deploy(reminder, [ownNumber])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  await page.getByRole('button', { name: 'Add a phone' }).click()
  const dana = page.getByRole('region', { name: 'Dana, test contact, SMS' })
  const alex = page.getByRole('region', { name: 'Alex, test contact, SMS' })
  for (const phone of [dana, alex]) {
    await phone.getByRole('textbox', { name: 'Text message' }).fill('Table for tonight')
    await phone.getByRole('button', { name: 'Send' }).click()
    await expect(phone.getByText('Can you still come at 7:30?')).toBeVisible()
  }
  await alex.getByRole('textbox', { name: 'Text message' }).fill('Yes, with pleasure')
  await page.keyboard.press('Enter')
  await expect(alex.getByText('You said Yes, with pleasure. See you then.')).toBeVisible()
  await expect(dana.getByText('You said')).toHaveCount(0)
  await expect(dana.getByRole('button', { name: /Waits for a reply/ })).toBeVisible()

  await dana.getByRole('button', { name: 'Let 2 hours pass' }).click()
  await expect(dana.getByText('We hold your table.')).toBeVisible()
  await expect(dana.getByRole('button', { name: /hours pass/ })).toHaveCount(0)
  await expect(alex.getByText('We hold your table.')).toHaveCount(0)

  // Where only one fits, the other one has a tab, and its conversation is there.
  await alex.getByRole('textbox', { name: 'Text message' }).fill('And a chair')
  await page.setViewportSize({ width: 1024, height: 768 })
  await expect(alex).toBeVisible()
  await expect(dana).toHaveCount(0)
  await page.getByRole('navigation', { name: 'Phones' }).getByRole('button', { name: 'Dana' }).click()
  await expect(dana.getByText('We hold your table.')).toBeVisible()
})

test('the text of a run goes back into the phone that wrote it, and only once', async ({
  designer: page,
  api,
  patchbay,
  ownNumber,
}) => {
  const flowId = await api.deploy(reminder, [ownNumber])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  await page.getByRole('button', { name: 'Add a phone' }).click()
  const dana = page.getByRole('region', { name: 'Dana, test contact, SMS' })
  const draft = dana.getByRole('textbox', { name: 'Text message' })
  const other = page
    .getByRole('region', { name: 'Alex, test contact, SMS' })
    .getByRole('textbox', { name: 'Text message' })
  await draft.fill('Table for tonight')
  await page.keyboard.press('Enter')
  await expect(dana.getByRole('button', { name: /Waits for a reply/, pressed: true })).toBeVisible()
  await other.focus()
  await page.getByRole('button', { name: 'Copy its text into the simulator' }).click()
  await expect(draft).toHaveValue('Table for tonight')
  await expect(other).toHaveValue('')

  await draft.fill('Table for tomorrow')
  await other.fill('A chair')
  await draft.focus()
  await expect(draft).toHaveValue('Table for tomorrow')
  await expect(other).toHaveValue('A chair')
})

test('a delivery that fails is seen on the message, and a waiting one is delivered by hand', async ({
  designer: page,
  api,
  patchbay,
  ownNumber,
}) => {
  const flowId = await api.deploy(reminder, [ownNumber])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  const phone = page.getByRole('region', { name: 'Dana, test contact, SMS' })
  await phone.getByRole('button', { name: 'Delivers' }).click()
  await page.getByRole('menuitemradio', { name: 'Fail on the way' }).click()
  // It counts from the moment the phone shows it.
  await expect(phone.getByRole('button', { name: 'Delivery fails' })).toBeVisible()
  await phone.getByRole('button', { name: 'Yes' }).click()
  const question = phone.locator('[data-direction="out"]').first()
  await expect(question.getByRole('button', { name: 'not delivered' })).toBeVisible()

  await phone.getByRole('button', { name: 'Delivery fails' }).click()
  await page.getByRole('menuitemradio', { name: 'Let them wait' }).click()
  await expect(phone.getByRole('button', { name: 'Delivery waits' })).toBeVisible()
  await phone.getByRole('button', { name: 'Yes' }).click()
  const answer = phone.locator('[data-direction="out"]').last()
  await expect(answer).toContainText('See you then')
  await answer.getByRole('button', { name: 'on its way' }).click()
  await page.getByRole('menuitem', { name: 'Deliver', exact: true }).click()
  await expect(answer.getByRole('button', { name: 'delivered', exact: true })).toBeVisible()
  await phone.getByRole('button', { name: 'Delivery waits' }).click()
  await page.getByRole('menuitemradio', { name: 'Deliver at once' }).click()
  await expect(phone.getByRole('button', { name: 'Delivers' })).toBeVisible()
})

test('a picture goes with the message and is shown in its bubble, in its place', async ({
  designer: page,
  api,
  patchbay,
  ownNumber,
}) => {
  const flowId = await api.deploy(reminder, [ownNumber])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  const phone = page.getByRole('region', { name: 'Dana, test contact, SMS' })
  const file = { name: 'crib.png', mimeType: 'image/png', buffer: files.png }
  await phone.locator('input[type=file]').setInputFiles([file, { ...file, name: 'other.png' }])
  await phone.getByRole('button', { name: 'Leave out other.png' }).click()
  await phone.getByRole('button', { name: 'Send' }).click()
  const bubble = phone.locator('[data-direction="in"]')
  const picture = bubble.getByRole('img', { name: 'crib.png' })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1)
  expect(await picture.evaluate((image) => Math.round((image.clientWidth / image.clientHeight) * 3))).toBe(4)
  await expect(bubble.getByRole('link', { name: 'crib.png' })).toHaveAttribute('href', /^\/media\//)
  await expect(phone.getByRole('list', { name: 'Goes with the next message' })).toHaveCount(0)
})

test('files dragged over a phone are for the phone, and those beyond ten are named', async ({
  designer: page,
  api,
  patchbay,
  ownNumber,
}) => {
  const flowId = await api.deploy(reminder, [ownNumber])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  const phone = page.getByRole('region', { name: 'Dana, test contact, SMS' })
  const dragged = await page.evaluateHandle(() => {
    const data = new DataTransfer()
    for (let number = 1; number <= 11; number += 1) data.items.add(new File(['Roses'], `${number}.txt`))
    return data
  })
  const becomesFlow = page.getByText('Drop a .flow.json file to import it as a new flow')
  await board(page).dispatchEvent('dragover', { dataTransfer: dragged })
  await expect(becomesFlow).toBeVisible()
  const draft = phone.getByRole('textbox', { name: 'Text message' })
  await draft.dispatchEvent('dragover', { dataTransfer: dragged })
  await expect(becomesFlow).toHaveCount(0)
  await draft.dispatchEvent('drop', { dataTransfer: dragged })
  await expect(page.getByText('1 file was not added.')).toBeVisible()
  await expect(phone.getByRole('button', { name: /^Leave out/ })).toHaveCount(10)
})
