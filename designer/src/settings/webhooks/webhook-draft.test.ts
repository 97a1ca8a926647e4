import { describe, expect, it } from 'vitest'
import { bodyOf, emptyDraft, withHeader } from './webhook-draft.ts'

describe('what the form of a webhook sends', () => {
  it('leaves a stored password and stored header values as they are', () => {
    const headers = [{ key: 0, name: 'x-api-key', value: null }]
    const body = bodyOf({ ...emptyDraft, username: 'ada', password: null, headers })
    expect(body).toMatchObject({ username: 'ada', headers: { 'x-api-key': null } })
    expect(body).not.toHaveProperty('password')
  })

  it('has no row without a name, and no space around a name or URL', () => {
    const headers = withHeader([{ key: 3, name: ' x-key ', value: 'v' }])
    expect(headers[1]).toEqual({ key: 4, name: '', value: '' })
    const body = bodyOf({ ...emptyDraft, name: ' In ', url: ' https://in.example ', headers })
    expect(body).toMatchObject({ name: 'In', url: 'https://in.example', headers: { 'x-key': 'v' }, username: null })
  })
})
