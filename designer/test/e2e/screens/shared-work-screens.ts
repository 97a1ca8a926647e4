import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../../runtime/test/helpers/flow-cases.ts'
import { block, panel, toolbarButton } from '../board.ts'
import type { Walk } from './screen.ts'

const browserOfTheOffice = '00000000-0000-4000-8000-00000000000f'

/** Somebody else in the same flow, work found again, and the choices to be made then. */
export async function sharedWorkScreens({ page, api, url, look }: Walk): Promise<void> {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  const address = `/api/flows/${flow.id}/working-copies/${browserOfTheOffice}`
  const body = { revision: 1, edit: 1, document: { ...flow.document, name: 'From the office' } }
  await page.evaluate(
    async ({ address, text }) => {
      await fetch(address, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: text })
    },
    { address, text: JSON.stringify(body) },
  )
  await page.goto(`${url}/flows/${flow.id}`)
  await page.getByRole('dialog', { name: 'Unsaved changes from another browser' }).waitFor()
  await look('unsaved changes from another browser')
  await page.getByRole('button', { name: 'Not now' }).click()
  await panel(page).getByRole('textbox', { name: 'Flow Name' }).fill('Mine')
  await page.reload()
  await page.getByRole('button', { name: 'Not now' }).click()
  await page.getByText('Your unsaved changes are here').waitFor()
  await look('unsaved changes found')

  for (const name of [1, 2]) {
    const session = browserOfTheOffice.replace(/f$/, String(name))
    await api.call('PUT', `/flows/${flow.id}/presence/${session}`, { isEditing: name === 1, isHidden: true })
  }
  await api.call('PUT', `/flows/${flow.id}`, { ...flow.document, name: 'Theirs' }, { 'if-match': '"1"' })
  await page.getByRole('button', { name: 'saved meanwhile' }).waitFor()
  await page.getByRole('list', { name: 'Also here' }).waitFor()
  await block(page, 2).click()
  await look('somebody else is here and has saved')
  await toolbarButton(page, 'Save').click()
  await page.getByRole('dialog', { name: 'Somebody else saved this flow' }).waitFor()
  await look('somebody else saved')
}
