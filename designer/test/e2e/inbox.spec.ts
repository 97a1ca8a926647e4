import { emptyFlow } from '@patchbay/shared/flow'
import type { Locator, Page, Request } from '@playwright/test'
import { pngOf } from '../../../runtime/test/helpers/files.ts'
import { expect, personIn, test } from './patchbay.ts'

/** A number that no flow of another test answers. */
const ours = '+17865550166'
test.beforeEach(async ({ patchbay }) => {
  // Refused where a test before has added it.
  await patchbay.api('POST', '/numbers', { number: ours })
})

const password = 'correct horse battery'

test('the browser of an agent asks for nothing that an agent may not read', async ({ browser, patchbay }) => {
  await patchbay.api('POST', '/users', { name: 'Ada Lund', email: 'ada@example.com', password, role: 'agent' })
  const page = await personIn(browser, patchbay.url, { email: 'ada@example.com', password })
  const asked: Request[] = []
  page.on('request', (request) => {
    if (request.resourceType() === 'fetch') asked.push(request)
  })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Inbox' })).toBeVisible()
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Command palette' })
  await palette.getByRole('option', { name: 'Help', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Help', exact: true })).toBeVisible()
  expect(asked.length).toBeGreaterThan(0)
  const answers = await Promise.all(asked.map((request) => request.response()))
  const refused = answers.filter((answer) => answer?.status() === 403).map((answer) => answer?.url())
  expect(refused).toEqual([])
})

test('two agents see a message arrive; one takes and answers it, and the other sees who', async ({
  browser,
  patchbay,
}) => {
  const contact = '+13055550177'
  const say = (text: string) => patchbay.api('POST', '/simulator/messages', { from: contact, to: ours, text })
  for (const [name, email] of [
    ['Tom Okafor', 'tom@example.com'],
    ['Ines Duarte', 'ines@example.com'],
  ]) {
    await patchbay.api('POST', '/users', { name, email, password, role: 'agent' })
  }
  const tom = await personIn(browser, patchbay.url, { email: 'tom@example.com', password })
  const ines = await personIn(browser, patchbay.url, { email: 'ines@example.com', password })
  await expect(tom.getByRole('link', { name: 'Flows' })).toHaveCount(0)

  await say('Can we still check in at nine?')
  const row = (page: Page) => page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: /0177/ })
  await row(tom).click()
  const thread = tom.getByRole('log', { name: 'Messages' })
  await expect(thread.getByText('Can we still check in at nine?')).toBeVisible()
  await tom.getByRole('textbox', { name: 'Your answer' }).fill('Yes, the desk is open all night.')
  await tom.keyboard.press('Control+Enter')
  await expect(thread.getByText('You took this conversation')).toBeVisible()
  await expect(thread.getByText('Yes, the desk is open all night.')).toBeVisible()
  await expect(thread.getByText('Delivered')).toBeVisible()
  await expect(tom.getByRole('textbox', { name: 'Your answer' })).toHaveValue('')

  await ines.getByText('All', { exact: true }).click()
  await expect(row(ines)).toContainText('Tom')
  await row(ines).click()
  await expect(ines.getByText('Tom Okafor answers')).toBeVisible()
  await ines.getByText('Note', { exact: true }).click()
  await ines.getByRole('textbox', { name: 'Your note' }).fill('Room 412 has a cot')
  await ines.getByRole('button', { name: 'Add note' }).click()
  await expect(thread.getByText('Room 412 has a cot')).toBeVisible()

  await say('Thank you!')
  await expect(thread.getByText('Thank you!')).toBeVisible()
  await tom.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(ines.getByRole('log').getByText('Tom Okafor closed this conversation')).toBeVisible()
  await tom.context().close()
  await ines.context().close()
})

test('what is being written stays while one looks elsewhere, and through a reload', async ({
  designer: page,
  patchbay,
}) => {
  const contact = '+13055550178'
  await patchbay.api('POST', '/simulator/messages', { from: contact, to: ours, text: 'Anybody?' })
  await page.getByRole('link', { name: 'Inbox' }).click()
  await page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: /0178/ }).click()
  await page.getByRole('textbox', { name: 'Your answer' }).fill('Half a sent')
  await page.getByRole('link', { name: 'Flows' }).click()
  await page.goBack()
  await expect(page.getByRole('textbox', { name: 'Your answer' })).toHaveValue('Half a sent')
  await page.reload()
  await expect(page.getByRole('textbox', { name: 'Your answer' })).toHaveValue('Half a sent')
})

test('two agents see each other read and write, and the slower one is asked before both answer', async ({
  browser,
  patchbay,
}) => {
  const say = (text: string) => patchbay.api('POST', '/simulator/messages', { from: '+13055550179', to: ours, text })
  for (const name of ['Ana Reyes', 'Ben Cole']) {
    const email = `${name.slice(0, 3).toLowerCase()}@example.com`
    await patchbay.api('POST', '/users', { name, email, password, role: 'agent' })
  }
  await say('Is the pool open?')
  const ana = await personIn(browser, patchbay.url, { email: 'ana@example.com', password })
  const ben = await personIn(browser, patchbay.url, { email: 'ben@example.com', password })
  for (const page of [ana, ben]) await openConversation(page, /0179/)
  await expect(ana.getByText('Ben Cole is reading this')).toBeVisible()
  await answerOf(ana).fill('Until ten')
  await expect(ben.getByText('Ana Reyes is writing an answer here.')).toBeVisible()
  await answerOf(ben).fill('Yes, it is')
  await ana.keyboard.press('Control+Enter')
  await expect(ana.getByRole('log').getByText('Delivered')).toBeVisible()
  // As if the news had not arrived before: what was seen when the draft was begun counts.
  await ben.route('**/answers', async (route) => {
    const body = route.request().postDataJSON()
    await route.continue({ postData: { ...body, seen: null } })
  })
  await ben.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(ben.getByText(/^Ana Reyes has answered/)).toBeVisible()
  await expect(answerOf(ben)).toHaveValue('Yes, it is')
  await ben.unroute('**/answers')
  await ben.getByRole('button', { name: 'Send anyway' }).click()
  await expect(ben.getByRole('log').getByText('Yes, it is')).toBeVisible()
  for (const page of [ana, ben]) await page.context().close()
})

test('a saved reply is made by an agent, chosen with / and filled in, and a note reaches the colleague it names', async ({
  browser,
  patchbay,
}) => {
  const contact = '+13055550180'
  for (const name of ['Cleo Diaz', 'Dov Katz']) {
    const email = `${name.slice(0, 3).toLowerCase()}@example.com`
    await patchbay.api('POST', '/users', { name, email, password, role: 'agent' })
  }
  await patchbay.api('POST', '/simulator/messages', { from: contact, to: ours, text: 'When do you open?' })
  const cleo = await personIn(browser, patchbay.url, { email: 'cle@example.com', password })
  await openConversation(cleo, /0180/)
  await cleo.getByRole('button', { name: 'Change saved replies' }).click()
  const dialog = cleo.getByRole('dialog', { name: 'Saved replies' })
  await dialog.getByRole('button', { name: 'New saved reply' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Hours')
  await dialog
    .getByRole('textbox', { name: 'Text' })
    .fill('Hello {{contact.first_name}}, {{agent.first_name}} here. We open at nine.')
  await dialog.getByRole('button', { name: 'Add saved reply' }).click()
  await expect(dialog.getByText('Hours')).toBeVisible()
  await cleo.keyboard.press('Escape')

  await answerOf(cleo).fill('/hou')
  await cleo.getByRole('option', { name: /Hours/ }).waitFor()
  await cleo.keyboard.press('Enter')
  // The contact has no name, so this stays to be filled in, and nothing is sent before.
  await expect(answerOf(cleo)).toHaveValue('Hello {{contact.first_name}}, Cleo here. We open at nine.')
  await expect(cleo.getByText('Fill this in before you send:')).toBeVisible()
  await expect(cleo.getByRole('button', { name: 'Send', exact: true })).toBeDisabled()
  await cleo.keyboard.type('Dana')
  await expect(answerOf(cleo)).toHaveValue('Hello Dana, Cleo here. We open at nine.')
  await cleo.keyboard.press('Control+Enter')
  await expect(cleo.getByRole('log').getByText('Hello Dana, Cleo here. We open at nine.')).toBeVisible()

  // What is typed while its values are fetched stays.
  const released = Promise.withResolvers<void>()
  await cleo.route('**/api/contacts/*', async (route) => {
    await released.promise
    await route.continue()
  })
  await answerOf(cleo).fill('/hou')
  await cleo.getByRole('option', { name: /Hours/ }).waitFor()
  await cleo.keyboard.press('Enter')
  await cleo.keyboard.type(' Come in.')
  released.resolve()
  await expect(answerOf(cleo)).toHaveValue('Hello {{contact.first_name}}, Cleo here. We open at nine. Come in.')
  await cleo.unroute('**/api/contacts/*')
  await answerOf(cleo).fill('')

  await cleo.getByText('Note', { exact: true }).click()
  const note = cleo.getByRole('textbox', { name: 'Your note' })
  await note.fill('@Dov')
  await cleo.getByRole('option', { name: 'Dov Katz' }).waitFor()
  // Keys come faster than a busy browser draws.
  const drawAgain = await withoutFrames(cleo)
  await cleo.keyboard.press('Enter')
  await cleo.keyboard.type('is that true ')
  await drawAgain()
  await cleo.keyboard.type('on Sundays?')
  await expect(note).toHaveValue('@Dov Katz is that true on Sundays?')
  await cleo.getByRole('button', { name: 'Add note' }).click()
  await expect(cleo.getByRole('log').getByText('@Dov Katz')).toBeVisible()

  const dov = await personIn(browser, patchbay.url, { email: 'dov@example.com', password })
  await dov.getByRole('button', { name: /^Filter, 1 with a note to you/ }).click()
  await dov.getByRole('checkbox', { name: /^Notes that name me/ }).check()
  await dov.keyboard.press('Escape')
  await dov.getByText('All', { exact: true }).click()
  const row = dov.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: /0180/ })
  await expect(row.getByRole('img', { name: 'A note names you' })).toBeVisible()
  await row.click()
  await expect(row.getByRole('img', { name: 'A note names you' })).toHaveCount(0)
  await dov.getByRole('button', { name: /^Filter/ }).click()
  await dov.getByRole('button', { name: 'Clear filter' }).click()
  await dov.keyboard.press('Escape')
  await dov.getByRole('searchbox', { name: 'Name, number or words' }).fill('sundays')
  await expect(row).toContainText('is that true on Sundays?')
  for (const page of [cleo, dov]) await page.context().close()
})

test('a file is pasted, another dropped, and both go out with the answer', async ({ designer: page, patchbay }) => {
  const contact = '+13055550181'
  await patchbay.api('POST', '/simulator/messages', { from: contact, to: ours, text: 'Which cot?' })
  await page.goto(`${patchbay.url}/inbox`)
  await openConversation(page, /0181/)
  await handFile(answerOf(page), 'paste', 'cot.png')
  await handFile(answerOf(page), 'drop', 'room.png')
  const attached = page.getByRole('list', { name: 'Goes with the next message' }).getByRole('listitem')
  await expect(attached).toHaveText(['cot.png', 'room.png'])
  await answerOf(page).fill('This one')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('log').getByText('This one').getByRole('img')).toHaveCount(2)
})

test('a template of the service is chosen, its gap filled in, and sent', async ({ designer: page, api, patchbay }) => {
  const whatsApp = '+17865550167'
  await api.call('POST', '/addresses', { channel: 'whatsapp', value: whatsApp, accountId: 'simulator', label: '' })
  const message = { channel: 'whatsapp', from: '+13055550182', to: whatsApp, text: 'Hello' }
  await patchbay.api('POST', '/simulator/messages', message)
  // The simulator has no templates: this is what a service would answer.
  const template = { name: 'stay', title: 'Stay', language: 'en', text: 'Is room {{1}} fine?', gaps: 1 }
  await page.route('**/conversations/*/templates', (route) => route.fulfill({ json: { items: [template] } }))
  await page.goto(`${patchbay.url}/inbox`)
  await openConversation(page, /0182/)
  await page.getByRole('button', { name: 'Template', exact: true }).click()
  await page.getByRole('combobox', { name: 'Template' }).click()
  await page.getByRole('option', { name: 'Stay, en' }).click()
  const send = page.getByRole('button', { name: 'Send template' })
  await expect(send).toBeDisabled()
  await page.getByRole('textbox', { name: 'Gap 1' }).fill('305')
  await expect(page.getByText('Is room 305 fine?')).toBeVisible()
  // The server stores it, but its answer is lost on the way.
  await page.route(
    '**/answers',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await send.click()
  await expect(page.getByText('Your answer was not sent')).toBeVisible()
  await send.click()
  await expect(answerOf(page)).toBeVisible()
  await expect(page.getByRole('log').getByText('Delivered')).toBeVisible()
  await expect(page.getByRole('log').getByText('Template stay: 305')).toHaveCount(1)
})

test('a flow is started with the contact of a conversation, with the values that it expects', async ({
  designer: page,
  api,
  patchbay,
}) => {
  const [name, node] = ['Send the bill', { position: { x: 80, y: 160 } }]
  await api.deploy({
    ...emptyFlow(name, 'UTC'),
    nodes: [
      {
        ...node,
        id: 1,
        type: 'inbound-api',
        name: 'Start',
        inputs: { expectedInputs: [{ name: 'room', example: '305' }] },
      },
      {
        ...node,
        id: 2,
        type: 'send-sms',
        name: 'Bill',
        inputs: { to: '$ANI', from: ours, message: 'Your bill is here' },
      },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
  })
  await patchbay.api('POST', '/simulator/messages', { from: '+13055550183', to: ours, text: 'My bill, please' })
  await page.goto(`${patchbay.url}/inbox`)
  await openConversation(page, /0183/)
  await page.getByRole('button', { name: 'Start a flow' }).click()
  const dialog = page.getByRole('dialog', { name: 'Start a flow' })
  await dialog.getByRole('combobox', { name: 'Flow' }).click()
  await page.getByRole('option', { name }).click()
  await dialog.getByRole('textbox', { name: 'room' }).fill('412')
  await dialog.getByRole('button', { name: 'Start a flow' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('log').getByText('Your bill is here')).toBeVisible()
  await expect(page.getByRole('log').getByText(`${name} #2`)).toBeVisible()
})

function answerOf(page: Page) {
  return page.getByRole('textbox', { name: 'Your answer' })
}

async function openConversation(page: Page, name: RegExp): Promise<void> {
  await page.getByText('All', { exact: true }).click()
  await page.getByRole('region', { name: 'Conversations' }).getByRole('link', { name }).click()
  await expect(answerOf(page)).toBeVisible()
}

/** Gives a picture to a field as the system does that pastes or drops it. */
async function handFile(field: Locator, how: 'paste' | 'drop', name: string): Promise<void> {
  const bytes = [...pngOf(8, 8, [48, 83, 218])]
  await field.evaluate(
    (element, given) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(given.bytes)], given.name, { type: 'image/png' }))
      const options = { bubbles: true, cancelable: true }
      element.dispatchEvent(
        given.how === 'paste'
          ? new ClipboardEvent('paste', { ...options, clipboardData: data })
          : new DragEvent('drop', { ...options, dataTransfer: data }),
      )
    },
    { bytes, name, how },
  )
}

/** Holds the frames of a page back until the returned function lets them go. */
async function withoutFrames(page: Page): Promise<() => Promise<void>> {
  const held = await page.evaluateHandle(() => {
    const request = window.requestAnimationFrame
    const frames: FrameRequestCallback[] = []
    window.requestAnimationFrame = (frame) => frames.push(frame)
    return () => {
      window.requestAnimationFrame = request
      for (const frame of frames) frame(performance.now())
    }
  })
  return () => held.evaluate((release) => release())
}
