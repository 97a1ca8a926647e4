import type { Flow } from '@patchbay/shared/flow'
import type { Page } from '@playwright/test'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { closeSocket } from '../../../runtime/test/helpers/stand-in.ts'
import { expect, test } from './patchbay.ts'

const [newYork, tokyo] = ['+17865550100', '+13055550142']
const [ana, ben] = ['+13055550119', '+13055550120']

/** Takes a text and waits a day. */
function waitingFlow(name: string, timeZone: string): Flow {
  const sample: Flow = readSampleFlow('weather-forecast')
  const [trigger] = sample.nodes
  if (!trigger) throw new Error('The sample has no trigger.')
  const wait = { id: 2, type: 'wait', name: 'A day', position: { x: 340, y: 160 } }
  return {
    ...sample,
    name,
    settings: { ...sample.settings, timeZone },
    nodes: [trigger, { ...wait, inputs: { kind: 'duration', amount: '1', unit: 'days' } }],
    connections: [{ from: 1, exit: 'next', to: 2 }],
  }
}

const run = (page: Page, flow: string) => page.getByRole('row').filter({ hasText: flow })

async function choose(page: Page, filter: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: filter }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}

test('the list tells times in the zone of the flow and names the zone, what a run waits for, and is narrowed by five filters', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await api.deploy(waitingFlow('Florida', 'America/New_York'), [newYork])
  await api.deploy(waitingFlow('Japan', 'Asia/Tokyo'), [tokyo])
  const first = await api.text({ from: ana, to: newYork, text: 'Surfboard please' })
  const second = await api.text({ from: ben, to: tokyo, text: 'Skis please' })
  await expect.poll(async () => (await api.run(second)).waitingUntil ?? null).not.toBeNull()
  await expect.poll(async () => (await api.run(first)).status).toBe('waiting')
  const { startedAt, waitingUntil } = await api.run(second)

  await page.goto(`${patchbay.url}/runs`)
  const clock = { hour: 'numeric', minute: '2-digit', second: '2-digit', timeZone: 'Asia/Tokyo' } as const
  const inTokyo = (at: string | null | undefined) =>
    new Date(at ?? 0).toLocaleTimeString('en-US', clock).replace('\u202f', ' ')
  await expect(run(page, 'Japan').getByRole('time')).toContainText(inTokyo(startedAt))
  await expect(run(page, 'Japan').getByRole('time')).toContainText('GMT+9')
  await expect(run(page, 'Japan').getByRole('time')).toHaveAttribute('title', /Asia\/Tokyo$/)
  // The reader is in New York, too: nothing to name.
  await expect(run(page, 'Florida').getByRole('time')).not.toContainText(/E[SD]T|GMT/)
  await expect(run(page, 'Japan')).toContainText(`Waits until`)
  await expect(run(page, 'Japan')).toContainText(inTokyo(waitingUntil))

  await choose(page, 'Flow', 'Japan')
  await expect(run(page, 'Florida')).toHaveCount(0)
  await expect(run(page, 'Japan')).toHaveCount(1)
  await choose(page, 'Flow', 'All flows')
  await expect(run(page, 'Florida')).toHaveCount(1)
  await choose(page, 'Status', 'Succeeded')
  await expect(run(page, 'Florida')).toHaveCount(0)
  await choose(page, 'Status', 'Waiting')
  await expect(run(page, 'Florida')).toHaveCount(1)
  await choose(page, 'Time', 'Last hour')
  await expect(run(page, 'Florida')).toHaveCount(1)

  await page.getByRole('button', { name: 'Only runs of +1 305 555 0120' }).click()
  await expect(run(page, 'Florida')).toHaveCount(0)
  await expect(run(page, 'Japan')).toHaveCount(1)
  await page.getByRole('button', { name: 'Show runs of any contact' }).click()
  await expect(run(page, 'Florida')).toHaveCount(1)

  const search = page.getByRole('searchbox', { name: 'Contact, text or run ID' })
  await search.fill('surfboard')
  await expect(run(page, 'Japan')).toHaveCount(0)
  await expect(run(page, 'Florida')).toHaveCount(1)
  await search.fill('+1 305 555 0120')
  await expect(run(page, 'Florida')).toHaveCount(0)
  await expect(run(page, 'Japan')).toHaveCount(1)
})

test('a run whose failure was caught stands apart in the lists and is found by itself', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const weather = JSON.stringify(readSampleFlow('weather-forecast')).replace('https://api.weather.gov', service.origin)
  const flowId = await api.deploy({ ...JSON.parse(weather), name: 'Stormy' }, [newYork])
  await api.deploy(waitingFlow('Sapporo', 'Asia/Tokyo'), [tokyo])
  await api.text({ from: ben, to: tokyo, text: 'Skis please' })
  service.replyWith(closeSocket)
  await api.ended(await api.text({ from: ana, to: newYork, text: 'Weather please' }))

  await page.goto(`${patchbay.url}/runs`)
  await expect(run(page, 'Sapporo')).toHaveCount(1)
  await expect(run(page, 'Stormy')).toContainText('Succeeded')
  await expect(run(page, 'Stormy').getByText('On Failure at #2')).toHaveAttribute('data-tone', 'warn')
  await choose(page, 'Status', 'Caught failures')
  await expect(run(page, 'Sapporo')).toHaveCount(0)
  await expect(run(page, 'Stormy')).toHaveCount(1)
  await choose(page, 'Status', 'Failed')
  await expect(run(page, 'Stormy')).toHaveCount(0)

  await page.goto(`${patchbay.url}/flows/${flowId}`)
  await page.getByRole('banner').getByRole('button', { name: 'Runs' }).click()
  const latest = page.getByRole('dialog', { name: 'Latest runs' })
  await expect(latest.getByText('On Failure at #2')).toHaveAttribute('data-tone', 'warn')
})

test('a computer whose clock is wrong finds the runs of the last hour, and their age in words', async ({
  designer: page,
  api,
  patchbay,
}) => {
  await api.deploy(waitingFlow('Wrong clock', 'America/New_York'), [newYork])
  await api.text({ from: '+13055550133', to: newYork, text: 'What time is it' })
  for (const hours of [48, -3]) {
    await page.clock.setFixedTime(Date.now() + hours * 3_600_000)
    await page.goto(`${patchbay.url}/runs?time=hour`)
    await expect(run(page, 'Wrong clock')).toHaveCount(1)
    await page.goto(`${patchbay.url}/runs?time=today`)
    await expect(run(page, 'Wrong clock')).toHaveCount(1)
    await expect(run(page, 'Wrong clock').getByRole('time')).not.toContainText(/Nov|Yesterday/)
    await page.goto(`${patchbay.url}/flows`)
    await expect(run(page, 'Wrong clock')).toContainText('Just now')
  }
})
