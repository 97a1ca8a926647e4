import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import { expect, it } from 'vitest'
import { notSentBefore, optedOutAt } from './not-sent.ts'

it.each<ErrorCode>([
  'TIMEOUT',
  'CONNECTION_FAILED',
  'HOST_NOT_FOUND',
  'MEDIA_NOT_READY',
  'STORE_UNAVAILABLE',
  'SHUTTING_DOWN',
])('a message is tried again when what it needs failed before it was sent: %s', (code) => {
  expect(notSentBefore(new AppError(code, 'Later.'))).toMatchObject({ ok: false, error: { code }, retry: {} })
})

it.each<ErrorCode>(['HTTP_STATUS', 'INVALID_VALUE', 'RESPONSE_TOO_LARGE', 'EGRESS_REFUSED', 'INTERNAL'])(
  'a message is not tried again when what it needs would fail the same way: %s',
  (code) => {
    const outcome = notSentBefore(new AppError(code, 'Never.'))
    expect(outcome).toMatchObject({ ok: false, error: { code } })
    expect(outcome).not.toHaveProperty('retry')
  },
)

it('a contact who has opted out at a service is told of no START where that is no text', () => {
  expect(optedOutAt('Twilio', '21610').help).toMatch(
    /^The contact can let messages in again at the service, with texts/,
  )
})
