import { myCrm } from '../../../shared/src/manifests/test-manifests.ts'
import { test } from '../e2e/patchbay.ts'
import { picture } from './picture.ts'

test.use({ viewport: { width: 1366, height: 850 } })

test('the picture of a new integration', async ({ designer: page, patchbay }) => {
  test.slow()
  await page.goto(`${patchbay.url}/settings/new-integration`)
  const text = page.getByRole('textbox', { name: 'JSON of the integration and its actions' })
  const wrong = { ...myCrm, authentication_type: 'customs', auth_validation_endpoint: 'bridge.example.com/check' }
  await text.fill(JSON.stringify(wrong, null, 2))
  await page.getByRole('alert').waitFor()
  await picture(page, 'integration-new')
})
