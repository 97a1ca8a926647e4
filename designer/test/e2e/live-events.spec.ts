import type { FlowResource } from '@patchbay/shared/api'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { block, panel } from './board.ts'
import { expect, signIn, test } from './patchbay.ts'
import { startProxy } from './proxy.ts'

const named = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).first()

test('with many tabs open a save goes through, the next tab loads, and every tab hears of it', async ({
  designer: first,
  context,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await first.goto(`${patchbay.url}/flows/${flow.id}`)
  await expect(block(first, 1)).toBeVisible()
  const lists: Page[] = []
  for (let count = 0; count < 6; count += 1) {
    const page = await context.newPage()
    await page.goto(`${patchbay.url}/flows`)
    lists.push(page)
    await expect(named(page, flow.document.name)).toBeVisible()
  }
  const name = panel(first).getByRole('textbox', { name: 'Flow Name' })
  await name.fill('Saved beside many tabs')
  await name.press('Control+s')
  await expect(first.getByText('Saved Successfully!').first()).toBeVisible()
  for (const page of lists) await expect(named(page, 'Saved beside many tabs')).toBeVisible()

  // The tab that came first may go: the others still hear.
  await first.close()
  await lists.shift()?.close()
  const stored = await api.call<FlowResource>('GET', `/flows/${flow.id}`)
  await api.call(
    'PUT',
    `/flows/${flow.id}`,
    { ...stored.document, name: 'Saved elsewhere' },
    { 'if-match': `"${stored.revision}"` },
  )
  for (const page of lists) await expect(named(page, 'Saved elsewhere')).toBeVisible()
})

test('a proxy that answers 502 while Patchbay restarts does not end live updates', async ({ page, api, patchbay }) => {
  const proxy = await startProxy(patchbay.url)
  try {
    const flow = await api.call<FlowResource>('POST', '/flows', {
      ...readSampleFlow('weather-forecast'),
      name: 'Before',
    })
    await signIn(page, proxy.url)
    await expect(named(page, 'Before')).toBeVisible()
    proxy.refuse('/api/events')
    await expect.poll(() => proxy.refused).toBeGreaterThan(1)
    proxy.restore()
    await api.call(
      'PUT',
      `/flows/${flow.id}`,
      { ...flow.document, name: 'After' },
      { 'if-match': `"${flow.revision}"` },
    )
    await expect(named(page, 'After')).toBeVisible()
  } finally {
    proxy.close()
  }
})
