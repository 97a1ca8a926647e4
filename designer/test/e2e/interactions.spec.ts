import type { AccountResource, ContactResource, ConversationResource, Page as Listed } from '@patchbay/shared/api'
import { json } from '../../../runtime/test/helpers/stand-in.ts'
import { startBridge } from '../../../runtime/test/stand-ins/bridge.ts'
import { expect, test } from './patchbay.ts'
import { refusing } from './refusing.ts'

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

const tickets = [
  { id: 1, subject: 'Box arrived wet', date: inDays(-3), type: 'ticket', status: 'open', priority: 'high' },
  { id: 2, subject: 'Call back about the refund', date: inDays(9), type: 'task', status: 'new' },
  { id: 3, subject: 'Invoice 4711', date: inDays(-90), type: 'ticket', status: 'closed' },
  { id: 4, subject: 'Where is my parcel?', date: inDays(-200), type: 'ticket', status: 'warten auf Kundin' },
].map((ticket) => ({ ...ticket, url: `https://desk.example.com/t/${ticket.id}` }))

test('what happened in other systems stands with a contact, and a slow or broken one holds nothing up', async ({
  designer: page,
  patchbay,
  api,
  ownNumber,
}) => {
  const bridge = await startBridge()
  bridge.answerWith('/helpdesk', json(tickets, 200))
  const released = Promise.withResolvers<void>()
  bridge.answerWith('/orders', async (response, request) => {
    await released.promise
    await json({}, 503)(response, request)
  })
  for (const [name, display_name] of [
    ['helpdesk', 'Helpdesk'],
    ['orders', 'Orders'],
  ] as const) {
    const integration = {
      name,
      display_name,
      description: `${display_name} of the shop.`,
      logo_url: 'https://bridge.example.com/logo.png',
      icon_url: 'https://bridge.example.com/icon.png',
      authentication_type: 'custom',
      authentication_configuration: [
        { field_name: 'shop', display: 'Shop', mandatory: true, type: 'input', store: true },
      ],
      interaction_retrieval_endpoint: `${bridge.origin}/${name}`,
      interaction_types: ['ticket', 'task'],
    }
    await patchbay.api('PUT', `/integrations/${name}`, { integration, actions: [] })
    const account = { type: `bridge:${name}`, name: display_name, properties: { shop: 'northwind' } }
    await api.call<AccountResource>('POST', '/accounts', account)
  }
  const phone = '+13055550147'
  const { id } = await api.call<ContactResource>('POST', '/contacts', { fields: { name: 'Vera Lindqvist', phone } })
  await patchbay.api('POST', '/simulator/messages', { from: phone, to: ownNumber, text: 'Is anybody there?' })

  await page.goto(`${patchbay.url}/contacts/${id}`)
  const helpdesk = page.getByRole('region', { name: 'Helpdesk' })
  const orders = page.getByRole('region', { name: 'Orders' })
  await expect(helpdesk.getByRole('listitem')).toHaveCount(3)
  await expect(helpdesk.getByRole('listitem').first()).toContainText(/Call back about the refundDue .*Task · New/)
  await expect(helpdesk.getByRole('listitem').nth(1)).toContainText('Ticket · Open · High priority')
  const link = helpdesk.getByRole('link', { name: /^Box arrived wet/ })
  await expect(link).toHaveAttribute('href', 'https://desk.example.com/t/1')
  await expect(link).toHaveAttribute('rel', 'noreferrer')
  await helpdesk.getByRole('button', { name: 'Show all 4' }).click()
  await expect(helpdesk.getByText('Ticket · Warten auf Kundin')).toBeVisible()

  // While the other one has not answered, the contact is there, and can be changed.
  await expect(orders.getByRole('status', { name: 'Loading' })).toBeVisible()
  await expect(page.getByText('Is anybody there?')).toBeVisible()
  await page
    .getByRole('button', { name: 'Company: empty, edit' })
    .or(page.getByText('Show empty fields'))
    .first()
    .click()
  await page.getByRole('button', { name: 'Company: empty, edit' }).click()
  await page.keyboard.type('Northwind')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Company: Northwind, edit' })).toBeVisible()
  released.resolve()
  // On a busy machine the server has waited as long as it does.
  const fault = orders.getByText('Orders cannot tell now. The bridge has a fault: it answered 503.')
  await expect(fault.or(orders.getByText('Orders did not answer within 10 seconds.'))).toBeVisible()
  bridge.answerWith('/orders', json([], 200))
  await orders.getByRole('button', { name: 'Try again' }).click()
  await expect(orders.getByText('Nothing about this contact.')).toBeVisible()
  bridge.answerWith('/orders', json([{ ...tickets[0], date: '2026-03-01' }], 200))
  await orders.getByRole('button', { name: 'Ask Orders again' }).click()
  await expect(orders.getByText(/^1 entry could not be read\. \[0\]\.date: .+Z\./)).toBeVisible()
  await expect(orders.getByText('Nothing about this contact.')).toBeHidden()

  // The same beside a conversation, where an answer is kept until people ask again.
  const { items } = await api.call<Listed<ConversationResource>>('GET', '/conversations?limit=200')
  const conversation = items.find(({ contact }) => contact.value === phone)
  await page.goto(`${patchbay.url}/inbox/${conversation?.id}?view=open`)
  const inPane = page.getByRole('complementary').getByRole('region', { name: 'Helpdesk' })
  await expect(inPane.getByText('Box arrived wet')).toBeVisible()
  bridge.answerWith('/helpdesk', json(tickets.slice(0, 1), 200))
  await inPane.getByRole('button', { name: 'Ask Helpdesk again' }).click()
  await expect(inPane.getByRole('listitem')).toHaveCount(1)

  // What cannot be read is told: a new answer beside the old one, and a contact without which nobody is asked.
  const answers = `**/api/contacts/${id}/interactions/*`
  await page.route(answers, refusing('Nobody is asked today.'))
  await inPane.getByRole('button', { name: 'Ask Helpdesk again' }).click()
  await expect(page.getByText('Nobody is asked today.')).toBeVisible()
  await expect(inPane.getByRole('listitem')).toHaveCount(1)
  await page.unroute(answers)
  const contact = `**/api/contacts/${id}`
  await page.route(contact, refusing('No contact today.'))
  await page.reload()
  await expect(inPane.getByText('No contact today.')).toBeVisible()
  await page.unroute(contact)
  await inPane.getByRole('button', { name: 'Try again' }).click()
  await expect(inPane.getByRole('listitem')).toHaveCount(1)
  await bridge.close()
})
