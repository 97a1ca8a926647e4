import type { FlowResource } from '@patchbay/shared/api'
import { readSampleFlow } from '../../../runtime/test/helpers/flow-cases.ts'
import { adminPassword } from '../../../runtime/test/helpers/runtime-process.ts'
import { block, panel } from './board.ts'
import { enter, expect, test } from './patchbay.ts'

const zoe = { name: 'Zoe Adeyemi', email: 'zoe@example.com', password: 'a password of her own', role: 'editor' }

test('a session that ends while somebody types is renewed on top of the page, and nothing is lost', async ({
  designer: page,
  context,
  api,
  patchbay,
}) => {
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('order-ready'))
  await page.goto(`${patchbay.url}/flows/${flow.id}`)
  await block(page, 1).click()
  const secret = panel(page)
    .getByLabel(/Auth Token/)
    .first()
  await secret.fill('typed and not saved')
  await context.clearCookies()
  await page.keyboard.press('Escape')
  await block(page, 1).press('Alt+ArrowRight')
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  await expect(dialog).toBeVisible()
  await expect(page).toHaveURL(`${patchbay.url}/flows/${flow.id}`)
  await page.keyboard.type(' and the rest of a sentence')
  await expect(dialog.getByRole('textbox', { name: 'E-mail' })).toHaveValue('maya@example.com')

  await dialog.getByRole('textbox', { name: 'Password' }).fill(adminPassword)
  await dialog.getByRole('button', { name: 'Sign in' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(secret).toHaveValue('typed and not saved')
  await page.keyboard.press('Control+s')
  await expect(page.getByText('Saved Successfully!').first()).toBeVisible()
})

test('a tab notices that another tab signed in as another person, and that it signed out', async ({
  designer: first,
  context,
  api,
  patchbay,
}) => {
  await patchbay.api('POST', '/users', zoe)
  const flow = await api.call<FlowResource>('POST', '/flows', readSampleFlow('weather-forecast'))
  await first.goto(`${patchbay.url}/flows/${flow.id}`)
  await expect(block(first, 1)).toBeVisible()
  const second = await context.newPage()
  await second.goto(`${patchbay.url}/sign-in?to=/flows`)
  await enter(second, zoe)
  await expect(second.getByRole('heading', { name: 'Flows' })).toBeVisible()

  const dialog = first.getByRole('dialog', { name: 'Zoe Adeyemi is signed in now' })
  await dialog.getByRole('button', { name: 'Go on as Zoe Adeyemi' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(block(first, 1)).toBeVisible()

  await second.getByRole('button', { name: 'Account menu' }).click()
  await second.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  await expect(first.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await first.goBack()
  await expect(first.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await expect(block(first, 1)).toHaveCount(0)
})
