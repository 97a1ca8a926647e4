import type { RunFile } from '@patchbay/shared/api'
import { eventually } from '../../../runtime/test/helpers/eventually.ts'
import { files, pngOf } from '../../../runtime/test/helpers/files.ts'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { expect, test } from './patchbay.ts'

const number = '+17865550100'

test('the page of a run shows a picture that a contact sent, opens it on click, and says why another is missing', async ({
  designer: page,
  api,
  patchbay,
  service,
}) => {
  const answers: Readonly<Record<string, Buffer>> = { '/cot.png': pngOf(320, 200, [48, 83, 218]), '/bill': files.pdf }
  service.replyWith((response, { url }) => {
    const bytes = answers[url]
    response.writeHead(bytes === undefined ? 404 : 200, { 'content-disposition': `attachment; filename="${url}"` })
    response.end(bytes)
  })
  await api.deploy(readSampleFlow('weather-forecast'), [number])
  const mediaUrls = [`${service.origin}/cot.png`, `${service.origin}/bill`, 'http://10.0.0.1/cot.png']
  const { runId } = await api.call<{ readonly runId: string }>('POST', '/simulator/messages', {
    from: '+13055550119',
    to: number,
    text: 'Look',
    mediaUrls,
  })
  await eventually(async () => {
    const run = await api.call<{ readonly files: readonly RunFile[] }>('GET', `/runs/${runId}`)
    return run.files.length === 3 && run.files.every(({ state }) => state !== 'fetching')
  })
  await page.goto(`${patchbay.url}/runs/${runId}`)
  const shown = page.getByRole('list', { name: 'Files' }).getByRole('listitem')
  await expect(shown).toHaveCount(3)
  const picture = shown.first().locator('img')
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(320)
  await expect(shown.last()).toContainText('10.0.0.1')
  const opened = page.waitForEvent('popup')
  await shown.first().getByRole('link').click()
  const tab = await opened
  await expect.poll(() => tab.evaluate(() => document.images[0]?.naturalWidth)).toBe(320)
  expect(await tab.evaluate(() => window.origin)).toBe('null')
})
