import type { FlowResource } from '@patchbay/shared/api'
import type { Browser, Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel, toolbarButton } from './board.ts'
import { expect, personIn, test } from './patchbay.ts'

const ben = { name: 'Ben Okafor', email: 'ben.okafor@example.com', password: 'a password of his own', role: 'editor' }

const nameField = (page: Page) => panel(page).getByRole('textbox', { name: 'Flow Name' })
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).first()
const unsaved = (page: Page) => page.getByText('Unsaved', { exact: true })
const here = (page: Page) => page.getByRole('list', { name: 'Also here' })
const save = async (page: Page) => {
  await toolbarButton(page, 'Save').click()
  await expect(page.getByText('Saved Successfully!').first()).toBeVisible()
}

/** A browser of Ben's own at the flow. */
async function asBen(browser: Browser, url: string, flowId: string): Promise<Page> {
  const page = await personIn(browser, url, ben)
  await page.goto(`${url}/flows/${flowId}`)
  await expect(block(page, 1)).toBeVisible()
  return page
}

test.describe('two tabs of one person', () => {
  test('share one working copy: edits, undo and save', async ({ designer: first, context, api, patchbay }) => {
    const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
    const url = `${patchbay.url}/flows/${flow.id}`
    await first.goto(url)
    await nameField(first).fill('From the first tab')
    const second = await context.newPage()
    await second.goto(url)
    await expect(heading(second, 'From the first tab')).toBeVisible()

    await block(second, 4).click()
    await second.keyboard.press('Delete')
    await expect(block(first, 4)).toHaveCount(0)
    await nameField(first).fill('Again from the first')
    await expect(heading(second, 'Again from the first')).toBeVisible()
    for (const _ of [1, 2]) await toolbarButton(second, 'Undo').click()
    await expect(block(first, 4)).toBeVisible()
    await expect(heading(first, 'From the first tab')).toBeVisible()

    await save(second)
    await expect(unsaved(first)).toHaveCount(0)
    await expect(first.getByText('saved meanwhile')).toHaveCount(0)
    await nameField(first).fill('After the save')
    await save(first)
    await expect(unsaved(second)).toHaveCount(0)
    const stored = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
    expect(stored.document.name).toBe('After the save')
    expect(stored.document.nodes).toHaveLength(4)
    // People see others, not their own tabs.
    await expect(here(first)).toHaveCount(0)
  })
})

test.describe('two people', () => {
  test.beforeAll(async ({ patchbay }) => {
    await patchbay.api('POST', '/users', ben)
  })

  test('see each other come, edit and go', async ({ designer: maya, browser, api, patchbay }) => {
    const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('ticket-alert'))
    await maya.goto(`${patchbay.url}/flows/${flow.id}`)
    await expect(block(maya, 1)).toBeVisible()
    const bens = await asBen(browser, patchbay.url, flow.id)
    await expect(here(maya).getByText('Ben Okafor has this flow open')).toBeAttached()
    await expect(here(bens).getByRole('listitem')).toHaveCount(1)
    await nameField(bens).fill('Ben was here')
    await expect(here(maya).getByText('Ben Okafor is making changes')).toBeAttached()
    await bens.close({ runBeforeUnload: true })
    await expect(here(maya)).toHaveCount(0)

    // A page that dies says nothing more, and is missed.
    const again = await bens.context().newPage()
    await again.goto(`${patchbay.url}/flows/${flow.id}`)
    await expect(here(maya).getByRole('listitem')).toHaveCount(1)
    // One that is closed may still say that it is hidden, and is waited for longer then.
    await again.goto('chrome://crash').catch(() => undefined)
    await expect(here(maya)).toHaveCount(0, { timeout: 30_000 })
    await bens.context().close()
  })

  test('see what the other saves at once, and choose where both have changed something', async ({
    designer: maya,
    browser,
    api,
    patchbay,
  }) => {
    const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('ticket-alert'))
    await maya.goto(`${patchbay.url}/flows/${flow.id}`)
    await expect(block(maya, 1)).toBeVisible()
    const bens = await asBen(browser, patchbay.url, flow.id)
    await nameField(bens).fill('First of Ben')
    await save(bens)
    await expect(heading(maya, 'First of Ben')).toBeVisible()
    await expect(maya.getByText('Ben Okafor saved this flow')).toBeVisible()

    await nameField(maya).fill('Of Maya')
    await nameField(bens).fill('Second of Ben')
    await save(bens)
    await maya.getByRole('button', { name: 'Ben Okafor saved meanwhile' }).click()
    const choice = maya.getByRole('dialog', { name: 'Somebody else saved this flow' })
    await choice.getByRole('button', { name: 'Decide later' }).click()
    await expect(heading(maya, 'Of Maya')).toBeVisible()

    // A reload keeps both, and asks again.
    await maya.reload()
    await expect(choice).toBeVisible()
    await choice.getByRole('button', { name: 'Decide later' }).click()
    await expect(heading(maya, 'Of Maya')).toBeVisible()
    await toolbarButton(maya, 'Save').click()
    await choice.getByRole('button', { name: 'Use theirs, drop mine' }).click()
    await expect(heading(maya, 'Second of Ben')).toBeVisible()
    await expect(unsaved(maya)).toHaveCount(0)
    expect((await api.call<FlowResource>('GET', `/flows/${flow.id}`)).document.name).toBe('Second of Ben')
    await bens.context().close()
  })

  test('never deploy what they did not see', async ({ designer: maya, browser, api, patchbay }) => {
    const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('ticket-alert'))
    await maya.goto(`${patchbay.url}/flows/${flow.id}`)
    await expect(block(maya, 1)).toBeVisible()
    const bens = await asBen(browser, patchbay.url, flow.id)
    // Maya's page reads no draft before her deploy is on its way: a reading that is tried again would show her Ben's.
    let hasDeployed = false
    maya.on('request', (request) => {
      hasDeployed ||= request.url().endsWith('/deploy')
    })
    await maya.route('**/api/flows/*', (route) =>
      route.request().method() === 'GET' && !hasDeployed ? route.abort() : route.continue(),
    )
    await nameField(bens).fill('Unseen by Maya')
    await save(bens)
    await toolbarButton(maya, 'Deploy').click()
    await expect(maya.getByRole('dialog', { name: 'Somebody else saved this flow' })).toBeVisible()
    expect((await api.call<FlowResource>('GET', `/flows/${flow.id}`)).live).toBeNull()
    await bens.context().close()
  })
})
