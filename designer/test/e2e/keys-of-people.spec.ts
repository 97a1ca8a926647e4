import type { FlowResource } from '@patchbay/shared/api'
import type { CDPSession, Page } from '@playwright/test'
import type { ApiDriver } from '../../../runtime/test/helpers/api-driver.ts'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, board, panel } from './board.ts'
import { expect, signIn, test } from './patchbay.ts'

async function openFlow(page: Page, { api, url }: { api: ApiDriver; url: string }): Promise<FlowResource> {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await page.goto(`${url}/flows/${flow.id}`)
  await expect(block(page, 1)).toBeVisible()
  return flow
}

/** Composes a text as an input method does, and presses keys while it is not confirmed yet. */
async function compose(page: Page, text: string, keys: readonly string[]): Promise<void> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  for (const key of keys) {
    // The code that browsers give to a key which the input method takes.
    const press = { key, code: key, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
    await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...press })
    await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...press })
  }
  await session.send('Input.insertText', { text })
  await session.detach()
}

test('Enter, Esc and arrows that belong to an input method rename, pick and leave nothing', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await openFlow(page, { api, url: patchbay.url })
  await block(page, 3).click()
  await panel(page).getByRole('button', { name: 'Rename' }).click()
  const name = panel(page).getByRole('textbox', { name: 'Name', exact: true })
  await name.fill('')
  await compose(page, 'てんき', ['Enter', 'Escape'])
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('てんき')
  await name.press('Enter')
  await expect(panel(page).getByRole('heading', { name: 'てんき' })).toBeVisible()

  const count = await page.getByRole('article').count()
  await block(page, 3)
    .getByRole('button', { name: /Add an action after On Success/ })
    .click()
  const list = page.getByRole('searchbox', { name: 'Search actions' }).last()
  await expect(list).toBeFocused()
  const chosen = () => page.getByRole('option', { selected: true }).getAttribute('id')
  const before = await chosen()
  await compose(page, 's', ['ArrowDown', 'Enter'])
  await expect(list).toHaveValue('s')
  await expect(page.getByRole('article')).toHaveCount(count)
  expect(before).not.toBeNull()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  await board(page).press('Control+f')
  const search = page.getByRole('searchbox', { name: 'Search the board' })
  await search.fill('sms')
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 3')
  await compose(page, '', ['Enter', 'Escape'])
  await expect(search).toBeVisible()
  await expect(page.getByRole('search').getByRole('status')).toHaveText('1 of 3')
})

test.describe('on a Mac', () => {
  test.use({
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  })

  test('commands go by ⌘ and say so, and Ctrl is left to the text fields', async ({ page, api, patchbay }) => {
    await signIn(page, patchbay.url)
    await openFlow(page, { api, url: patchbay.url })
    const name = panel(page).getByRole('textbox', { name: 'Flow Name' })
    await name.click()
    for (const key of ['Control+k', 'Control+f', 'Control+d']) await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(page.getByRole('search')).toHaveCount(0)
    await expect(name).toBeFocused()
    await page.keyboard.press('Meta+k')
    await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible()
    await expect(page.getByRole('dialog').getByText('⌘ K', { exact: true })).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save', exact: true }).hover()
    await expect(page.getByRole('tooltip')).toHaveText('Save (⌘ S)')
  })
})

test('Ctrl alone gives commands elsewhere, and the hints say Ctrl', async ({ designer: page, api, patchbay }) => {
  await openFlow(page, { api, url: patchbay.url })
  await page.keyboard.press('Meta+k')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('dialog').getByText('Ctrl K', { exact: true })).toBeVisible()
})

test('a phone number copied from contacts, marks and all, is texted', async ({ designer: page, api, patchbay }) => {
  const number = '+17865550100'
  const sample = readSampleFlow('weather-forecast')
  const nodes = sample.nodes.filter(({ id }) => id === 1 || id === 4)
  const document = { ...sample, name: 'Copied number', nodes, connections: [{ from: 1, exit: 'next', to: 4 }] }
  const flowId = await api.deploy(document, [number])
  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await block(page, 4).click()
  const to = panel(page).getByRole('textbox', { name: 'Send To' })
  await to.click()
  await page.keyboard.press('Control+a')
  // What a contact list of a phone gives: marks of direction, a no-break space and hyphens that do not break.
  await page.keyboard.insertText('\u202a+1\u00a0305\u2011555\u20110177\u202c')
  await page.getByRole('button', { name: 'Deploy', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Deployed Successfully!' })).toBeVisible()
  const runId = await api.text({ from: '+13055550166', to: number, text: 'Hello' })
  await expect.poll(async () => (await api.run(runId)).status).toBe('succeeded')
  const run = await api.run(runId)
  expect(run.steps.find(({ nodeId }) => nodeId === 4)?.outputs).toMatchObject({ status: 'delivered' })
})
