import { AppError } from '@patchbay/shared/errors'
import { describe, expect, it } from 'vitest'
import { toAnsweredError } from './store-failure.ts'

const withCode = (code: string) => Object.assign(new Error('It failed.'), { code })

describe('what a request is answered when the database fails', () => {
  it.each(['53100', '53300', '57P01', '08006', 'ENOSPC', 'ECONNREFUSED'])('is 503 for %s', (code) => {
    const error = toAnsweredError(withCode(code))
    expect([error.code, error.status]).toEqual(['STORE_UNAVAILABLE', 503])
    expect(error.headers).toHaveProperty('retry-after')
    expect(error.cause).toBeInstanceOf(Error)
  })

  it.each(['40001', '40P01'])('is 503 for %s, and says that somebody else was faster', (code) => {
    const error = toAnsweredError(withCode(code))
    expect([error.code, error.status]).toEqual(['STORE_UNAVAILABLE', 503])
    expect(error.message).toContain('same time')
  })

  it.each(['22P02', '23505', '42601', 'ERR_INVALID_ARG_TYPE'])('is 500 for %s, which is a fault of ours', (code) => {
    expect(toAnsweredError(withCode(code)).status).toBe(500)
  })

  it('is what was thrown on purpose', () => {
    const error = new AppError('NOT_FOUND', 'There is no such user.')
    expect(toAnsweredError(error)).toBe(error)
    expect(toAnsweredError(new TypeError('wrong')).code).toBe('INTERNAL')
  })
})
