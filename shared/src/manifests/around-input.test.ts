import { describe, expect, it } from 'vitest'
import { accountForm } from './account-form.ts'
import { aroundInput } from './around-input.ts'

describe('the format of a credential field', () => {
  it.each([
    ['https://{{ input }}.zendesk.com', { prefix: 'https://', suffix: '.zendesk.com' }],
    ['{{account}}.example.com', { suffix: '.example.com' }],
    ['sk-{{account}}', { prefix: 'sk-' }],
    ['{{account}}', {}],
    ['', {}],
  ])('stands around the input: %s', (format, around) => {
    expect(aroundInput(format, 'account')).toEqual(around)
  })

  it('has the input where the placeholder of the field is, and leaves open what another one stands for', () => {
    const format = 'https://{{region}}.{{Account}}.example.com'
    expect(aroundInput(format, 'account')).toEqual({ prefix: 'https://….', suffix: '.example.com' })
  })

  it('is an example in the input where it has no placeholder', () => {
    expect(aroundInput('1234-5678', 'account')).toEqual({ placeholder: '1234-5678' })
  })

  it('leaves the help as it is, and an address its placeholder', () => {
    const field = {
      display: 'Site',
      mandatory: true,
      type: 'input',
      help: 'Where it is',
      format: 'https://{{ site_url }}',
    }
    const [[, property] = []] = accountForm({
      authentication_type: 'custom',
      authentication_configuration: [{ ...field, field_name: 'site_url' }],
      interaction_types: [],
    })
    expect(property).toMatchObject({
      description: 'Where it is',
      'x-ui': { widget: 'text', prefix: 'https://', placeholder: 'https://' },
    })
  })
})
