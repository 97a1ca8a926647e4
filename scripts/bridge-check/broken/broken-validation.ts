import { json, text } from '../../../runtime/test/helpers/stand-in.ts'
import { always, type BrokenBridge, isWrong, members, validation } from './breaks.ts'

/** Wrong answers to the call that checks an account. */
export const brokenValidation: readonly BrokenBridge[] = [
  {
    title: 'takes wrong credentials',
    path: validation,
    fault: () => json({}),
    says: 'It took wrong credentials (200).',
  },
  {
    title: 'answers wrong credentials with 403',
    path: validation,
    fault: (exchange) => (isWrong(exchange) ? json({ message: 'No' }, 403) : undefined),
    says: 'It answered wrong credentials with 403. Only 401 says that they are wrong.',
  },
  {
    title: 'fails over wrong credentials',
    path: validation,
    fault: (exchange) => (isWrong(exchange) ? json({}, 500) : undefined),
    says: 'It answered wrong credentials with 500.',
  },
  {
    title: 'refuses right credentials',
    path: validation,
    fault: always(json({}, 401)),
    says: 'does not accept these credentials (401)',
  },
  {
    title: 'answers the check with 201',
    path: validation,
    fault: always(json({}, 201)),
    says: 'Right credentials are answered with 200',
  },
  {
    title: 'answers the check with a list',
    path: validation,
    fault: always(json([])),
    says: 'The answer must be an object',
  },
  {
    title: 'keeps an object',
    path: validation,
    fault: members({ company: { id: 1 } }),
    says: 'company: Must be text, a number, true or false',
  },
  {
    title: 'keeps too much',
    path: validation,
    fault: members(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`key${at}`, at]))),
    says: 'At most 50 are kept',
  },
  {
    title: 'fails with a page',
    path: validation,
    fault: always(text('<html>', { status: 500, contentType: 'text/html' })),
    says: 'it answered 500',
  },
]
