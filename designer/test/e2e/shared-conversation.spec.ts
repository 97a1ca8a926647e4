import type { Flow } from '@patchbay/shared/flow'
import type { Page } from '@playwright/test'
import { Webhook } from 'standardwebhooks'
import { toolbarButton } from './board.ts'
import { expect, personIn, test } from './patchbay.ts'

const ours = '+17865550144'
const password = 'correct horse battery'

/** Greets, asks, hands over, and asks how it was once people are done. */
const concierge: Flow = {
  formatVersion: 1,
  name: 'Hotel Concierge',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 100 },
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'Inbound SMS', position: { x: 40, y: 200 }, inputs: {} },
    say(2, 'Greeting', 'Welcome to the Harbour Hotel.'),
    say(3, 'Question', 'What can we do for you?', { responseTimeoutSeconds: 600 }),
    {
      id: 4,
      type: 'hand-over',
      name: 'To people',
      position: { x: 850, y: 200 },
      inputs: { to: '$ANI', from: '$DNIS', topic: 'Arrival', note: 'Asks: $SMS_3.reply.text', noAnswerMinutes: 60 },
    },
    say(5, 'Survey', 'How was it, from 1 to 5?', { responseTimeoutSeconds: 600 }),
    say(6, 'Thanks', 'Thank you for the $SMS_5.reply.text.'),
  ],
  connections: [
    { from: 1, exit: 'next', to: 2 },
    { from: 2, exit: 'success', to: 3 },
    { from: 3, exit: 'reply', to: 4 },
    { from: 4, exit: 'done', to: 5 },
    { from: 5, exit: 'reply', to: 6 },
  ],
  notes: [],
}

function say(id: number, name: string, message: string, more: Flow['nodes'][number]['inputs'] = {}) {
  const inputs = { to: '$ANI', from: '$DNIS', message, ...more }
  return { id, type: 'send-sms', name, position: { x: id * 270 - 230, y: 200 }, inputs }
}

/** What a receiver hears of it, in this order and once. */
const story = [
  'CONVERSATION/CREATED',
  'CONTACT/MESSAGE_RECEIVED',
  'CONTACT/MESSAGE_SENT',
  'CONTACT/MESSAGE_SENT',
  'CONTACT/MESSAGE_RECEIVED',
  // The flow hands over.
  'CONVERSATION_ASSIGNEE/UPDATED',
  'CONVERSATION/NOTE_CREATED',
  'CONVERSATION/TOPIC_ADDED',
  // Tom answers, and so takes it.
  'CONVERSATION_ASSIGNEE/UPDATED',
  'CONTACT/MESSAGE_SENT',
  'CONVERSATION/NOTE_CREATED',
  'CONVERSATION/TOPIC_ADDED',
  'CONVERSATION/CLOSED',
  'CONVERSATION_STATUS/UPDATED',
  // The survey.
  'CONVERSATION/CREATED',
  'CONTACT/MESSAGE_SENT',
  'CONTACT/MESSAGE_RECEIVED',
  'CONTACT/MESSAGE_SENT',
]

test('a flow and two agents share a conversation from the greeting to the survey', async ({
  browser,
  designer: page,
  api,
  patchbay,
  service,
}) => {
  service.replyWith((response) => {
    response.end('ok')
  })
  const { secret } = await api.call<{ secret: string }>('POST', '/webhooks', {
    name: 'Insight pipeline',
    url: `${service.origin}/events`,
    events: [...new Set(story)],
  })
  for (const [name, email] of [
    ['Tom Okafor', 'tom.shared@example.com'],
    ['Ines Duarte', 'ines.shared@example.com'],
  ]) {
    await patchbay.api('POST', '/users', { name, email, password, role: 'agent' })
  }
  await patchbay.api('POST', '/topics', { name: 'Late check-in', color: 'teal' })
  await patchbay.api('POST', '/numbers', { number: ours })
  const flowId = await api.deploy(concierge, [ours])
  const tom = await personIn(browser, patchbay.url, { email: 'tom.shared@example.com', password })
  const ines = await personIn(browser, patchbay.url, { email: 'ines.shared@example.com', password })

  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await toolbarButton(page, 'Test').click()
  await expect(page.getByRole('radio', { name: /^Live/ })).toBeChecked()
  const phone = page.getByRole('region', { name: 'Dana, test contact, SMS' })
  const write = async (text: string) => {
    await phone.getByRole('textbox', { name: 'Text message' }).fill(text)
    await phone.getByRole('button', { name: 'Send', exact: true }).click()
  }
  await write('Hello')
  await expect(phone.getByText('Welcome to the Harbour Hotel.')).toBeVisible()
  await expect(phone.getByText('What can we do for you?')).toBeVisible()
  await write('We arrive at midnight')

  // Both see it appear; nobody has reloaded a page.
  const row = (agent: Page) =>
    agent.getByRole('region', { name: 'Conversations' }).getByRole('link', { name: /We arrive at midnight/ })
  await expect(row(tom)).toBeVisible()
  await expect(row(ines)).toBeVisible()
  await row(tom).click()
  await row(ines).click()
  const thread = (agent: Page) => agent.getByRole('log', { name: 'Messages' })
  await expect(thread(tom).getByText('Asks: We arrive at midnight')).toBeVisible()

  await tom.getByRole('textbox', { name: 'Your answer' }).fill('The desk is open all night.')
  await tom.keyboard.press('Control+Enter')
  await expect(phone.getByText('The desk is open all night.')).toBeVisible()
  await expect(ines.getByText('Tom Okafor answers')).toBeVisible()
  await expect(thread(ines).getByText('Tom Okafor took this conversation')).toBeVisible()

  await tom.getByRole('radiogroup', { name: 'What you write' }).getByText('Note').click()
  await tom.getByRole('textbox', { name: 'Your note' }).fill('Key is in the box')
  await tom.getByRole('button', { name: 'Add note' }).click()
  await expect(thread(ines).getByText('Key is in the box')).toBeVisible()
  await tom.getByRole('button', { name: 'Topic' }).click()
  await tom.getByRole('menuitemcheckbox', { name: 'Late check-in' }).click()
  await tom.keyboard.press('Escape')
  await expect(thread(ines).getByText(/Tom Okafor set the topics .*Late check-in/)).toBeVisible()
  await tom.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(thread(ines).getByText('Tom Okafor closed this conversation')).toBeVisible()

  await expect(phone.getByText('How was it, from 1 to 5?')).toBeVisible()
  await write('5')
  await expect(phone.getByText('Thank you for the 5.')).toBeVisible()
  await expect(phone.getByText('Key is in the box')).toHaveCount(0)

  const verifier = new Webhook(secret)
  const told = () =>
    service.requests
      .filter(({ url }) => url === '/events')
      .map(({ body, headers }) => {
        verifier.verify(body, { ...headers } as Record<string, string>)
        const event: { readonly id?: string; readonly type: string } = JSON.parse(body)
        return event
      })
      .filter(({ type }) => type !== 'PING')
  await expect.poll(() => told().map(({ type }) => type), { timeout: 20_000 }).toEqual(story)
  expect(new Set(told().map(({ id }) => id)).size).toBe(story.length)
  await tom.context().close()
  await ines.context().close()
})
