import { emptyFlow, type Flow } from '@patchbay/shared/flow'
import type { ChannelKind } from '@patchbay/shared/nodes'
import { pngOf } from '../../../runtime/test/helpers/files.ts'
import { toolbarButton } from './board.ts'
import { expect, test } from './patchbay.ts'

const SMS = 'sms'

/** Asks by buttons with a picture, then by hand, on whichever channel the contact has written. */
function teaTime(pictureUrl: string): Flow {
  const say = (id: number, name: string, text: string, more: object = {}) => ({
    id,
    type: 'send-message',
    name,
    position: { x: id * 270 - 230, y: 200 },
    inputs: { to: '$ANI', from: '$DNIS', text, ...more },
  })
  return {
    ...emptyFlow('Tea Time', 'UTC'),
    nodes: [
      { id: 1, type: 'inbound-message', name: 'Inbound Message', position: { x: 40, y: 200 }, inputs: {} },
      say(2, 'Ask', 'Tea?', {
        media: [{ url: pictureUrl }],
        buttons: [
          { title: 'Yes, please', value: 'yes' },
          { title: 'No', value: 'no' },
        ],
        responseTimeoutSeconds: 600,
      }),
      say(3, 'Ask more', 'You chose $MSG_2.reply.choice.id. Anything else?', { responseTimeoutSeconds: 600 }),
      say(4, 'Answer', 'Noted: $MSG_3.reply.text'),
    ],
    connections: [
      { from: 1, exit: 'next', to: 2 },
      { from: 2, exit: 'reply', to: 3 },
      { from: 3, exit: 'reply', to: 4 },
    ],
  }
}

/** One of our addresses: what a contact of most channels may look like, too. */
const addressOn = ({ id, contacts: [, , last = ''] }: ChannelKind) => (id === SMS ? '+17865550100' : last)

test('one flow asks with a picture and buttons and reads an answer by hand, on the phones of every channel', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const { channels } = await api.call<{ readonly channels: readonly ChannelKind[] }>('GET', '/catalog')
  expect(channels.map(({ id }) => id)).toEqual(expect.arrayContaining(['facebook', 'line', SMS, 'whatsapp']))
  const pictureUrl = `${service.origin}/tea.png`
  service.replyWith((response) => void response.end(pngOf(320, 200, [48, 83, 218])))
  const flowId = await api.deploy(teaTime(pictureUrl))
  const addresses = channels.map((kind) => ({ channel: kind.id, value: addressOn(kind) }))
  for (const address of addresses) {
    if (address.channel === SMS) continue
    await api.call('POST', '/addresses', { ...address, accountId: 'simulator', label: '' })
  }
  await api.call('POST', '/addresses/assign', { flowId, addresses })
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  const simulator = page.getByRole('complementary', { name: 'Simulator' })
  for (const { title, abilities } of channels) {
    await simulator.getByRole('combobox', { name: /^Phone/ }).click()
    await page
      .getByRole('option')
      .filter({ has: page.getByTitle(title, { exact: true }) })
      .first()
      .click()
    const phone = page.getByRole('region', { name: `Dana, test contact, ${title}`, exact: true })
    const write = async (text: string) => {
      await phone.getByRole('textbox', { name: /message/i }).fill(text)
      await page.keyboard.press('Enter')
    }
    await write('Hello')
    await expect(phone.getByText('Tea?')).toBeVisible()
    await expect(phone.getByRole('list', { name: 'Pictures and files' }).getByRole('link')).toHaveAttribute(
      'href',
      pictureUrl,
    )
    if (abilities?.buttons === undefined) await write('2')
    else await phone.getByRole('button', { name: 'No', exact: true }).click()
    await expect(phone.getByText('You chose no. Anything else?')).toBeVisible()
    await write('More sugar')
    await expect(phone.getByText('Noted: More sugar')).toBeVisible()
  }
})

test('the page of a messenger account says that no flow answers, and gives its address to one', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await api.deploy({ ...teaTime('https://example.com/tea.png'), name: 'Tea at Four' })
  const properties = { token: 't'.repeat(40), channelSecret: '0123456789abcdef0123456789abcdef' }
  const { id } = await api.call<{ readonly id: string }>('POST', '/accounts', {
    type: 'line',
    name: 'Seaview',
    properties,
  })
  await page.goto(`${patchbay.url}/accounts/${id}`)
  await expect(page.getByText('No flow yet. Messages wait in the inbox.')).toBeVisible()
  await page.getByRole('button', { name: 'Choose a flow' }).first().click()
  const pop = page.getByRole('dialog', { name: 'Change Seaview' })
  await pop.getByRole('combobox', { name: 'Flow that answers messages' }).click()
  await page.getByRole('option', { name: 'Tea at Four' }).click()
  await pop.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Tea at Four answers')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Change which flow answers/ })).toBeVisible()
})
