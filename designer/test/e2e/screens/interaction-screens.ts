import type { InteractionSource, Interactions } from '@patchbay/shared/api'
import type { Walk } from './screen.ts'

const interaction = {
  id: 't-1',
  subject: 'Two boxes are missing',
  description: 'Photos attached',
  date: '2099-03-01T16:20:00.000Z',
  type: 'ticket',
  priority: 'high',
  status: 'open',
  url: 'https://desk.example.com/t-1',
}
const unread =
  '2 entries could not be read. The first: [2].date: It is no time with a zone. The maker of the bridge can mend that.'
const answers: Readonly<Record<string, Omit<Interactions, 'fetchedAt'>>> = {
  Helpdesk: {
    items: [interaction, { ...interaction, id: 't-2', date: '2026-03-01T16:20:00.000Z' }],
    leftOut: unread,
    problem: null,
  },
  Billing: { items: [], leftOut: null, problem: null },
  Orders: { items: [], leftOut: null, problem: 'Orders did not answer within 10 seconds.' },
}

/** A contact with the services that were asked about it: one tells, one knows nothing, one fails, and one is still asked. */
export async function interactionScreens({ page, look }: Pick<Walk, 'page' | 'look'>): Promise<void> {
  const names = [...Object.keys(answers), 'Slow']
  const items: InteractionSource[] = names.map((name) => ({
    accountId: name,
    accountName: name,
    integrationName: name,
    picture: null,
  }))
  await page.route(/\/interactions$/, (route) => route.fulfill({ json: { items } }))
  await page.route(/\/interactions\/\w+\?/, async (route) => {
    const answer = answers[new URL(route.request().url()).pathname.split('/').at(-1) ?? '']
    // The last one is never answered.
    if (answer !== undefined) await route.fulfill({ json: { ...answer, fetchedAt: new Date().toISOString() } })
  })
  await page.reload()
  await page.getByText('Orders did not answer within 10 seconds.').waitFor()
  await page
    .getByRole('link', { name: /^Two boxes are missing/ })
    .first()
    .waitFor()
  await look('contact with what happened in other systems')
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.reload()
}
