import type { ConversationResource, Page, Person } from '@patchbay/shared/api'
import { expect, test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

const ours = '+17865550133'
const dana = '+13055550119'
const said: readonly (readonly [contact: string, text: string])[] = [
  [dana, 'Hi, we land at 9 tonight. Can we still check in? We travel with a baby.'],
  ['+13055550120', 'Booking SV-20377: I was charged twice for parking, $24.10 each.'],
  ['+13055550121', 'Is breakfast included?'],
  ['+13055550122', 'Could you call me a taxi for six in the morning?'],
  ['+13055550123', 'Great, see you then'],
]
const names: Readonly<Record<string, string>> = {
  [dana]: 'Dana Whitfield',
  '+13055550120': 'Maximilian Featherstonehaugh',
  '+13055550121': 'Priya Raman',
  '+13055550122': 'Hanna Lindqvist',
}

test('the inbox, for its page of the documentation', async ({ designer: page, api, patchbay }) => {
  await patchbay.api('POST', '/numbers', { number: ours })
  const tom = { name: 'Tom Okafor', email: 'tom@example.com', password: 'correct horse battery', role: 'agent' }
  await patchbay.api('POST', '/users', tom)
  for (const [from, text] of said) await patchbay.api('POST', '/simulator/messages', { from, to: ours, text })
  const { items: agents } = await api.call<{ readonly items: readonly Person[] }>('GET', '/agents')
  const { items } = await api.call<Page<ConversationResource>>('GET', '/conversations?view=open&limit=50')
  const topic = await api.call<{ readonly id: string }>('POST', '/topics', { name: 'Check-in', color: 'blue' })
  for (const { id, contact } of items) {
    const name = names[contact.value]
    if (name !== undefined) await patchbay.api('PATCH', `/contacts/${contact.id}`, { fields: { name } })
    if (contact.value !== dana) continue
    await patchbay.api('PUT', `/conversations/${id}/topics`, { topics: [topic.id] })
    await patchbay.api('POST', `/conversations/${id}/assign`, { to: agents.find((one) => one.name !== tom.name)?.id })
    const mentions = agents.filter((one) => one.name === tom.name).map((one) => one.id)
    const text = '@Tom Okafor is there a cot left for room 412?'
    await patchbay.api('POST', `/conversations/${id}/notes`, { text, mentions })
  }
  await page.goto(`${patchbay.url}/inbox?view=open`)
  await page.getByRole('link', { name: /Dana/ }).click()
  await page.getByRole('textbox', { name: 'Your answer' }).fill('Yes, the desk is open all night.')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('log').getByText('Delivered')).toBeVisible()
  await page.getByRole('textbox', { name: 'Your answer' }).fill('A cot is in your room.')
  await picture(page, 'inbox')
})
