import { type Static, Type } from 'typebox'
import { endpoint } from './endpoint.ts'
import { nullable, shape, text, time } from './shapes.ts'

export const AccountConnectionSchema = shape(
  {
    state: Type.Enum(['connected', 'not-asked', 'not-connected', 'failing', 'refused', 'withdrawn'], {
      description:
        '`not-asked`: the first call asks for a token. `failing`: the service gave none, which may pass. `refused`: it does ' +
        'not accept the client. `withdrawn`: a person has to connect the account again.',
    }),
    until: nullable(time(), { description: 'The end of the token. Null: none is known.' }),
    isRenewed: Type.Boolean({ description: 'The next token is asked for without a person.' }),
    canConnect: Type.Boolean({ description: 'A person connects the account.' }),
    problem: nullable(text('Why the last request gave no token, as a sentence.')),
  },
  { title: 'AccountConnection' },
)
/** How the tokens of an account stand. */
export type AccountConnection = Static<typeof AccountConnectionSchema>

const CONNECT_TEXT = 2_000

/** What the service of an account sent the browser back with. */
export const FinishConnectionSchema = Type.Object(
  {
    state: Type.String({ minLength: 1, maxLength: 200 }),
    code: Type.Optional(Type.String({ maxLength: CONNECT_TEXT })),
    error: Type.Optional(Type.String({ maxLength: CONNECT_TEXT })),
  },
  { additionalProperties: false },
)
export type FinishConnection = Static<typeof FinishConnectionSchema>

export const FinishedConnectionSchema = shape(
  { accountId: text(), problem: nullable(text('Why the account is not connected. Null: it is.')) },
  { title: 'FinishedConnection' },
)
export type FinishedConnection = Static<typeof FinishedConnectionSchema>

export const connectionEndpoints = {
  begin: endpoint({
    method: 'POST',
    path: '/api/accounts/:id/connect',
    summary: 'Connect: where the browser asks the service of an account for access',
    description: 'The answer is for the person who asked, for ten minutes, once.',
    answer: shape({ url: text() }, { title: 'ConnectAddress' }),
    errors: ['ACCOUNT_NOT_FOUND', 'INVALID_INPUT', 'BAD_REQUEST'],
  }),
  finish: endpoint({
    method: 'POST',
    path: '/api/account-connections',
    summary: 'Finish Connect with what the service sent the browser back with',
    body: FinishConnectionSchema,
    answer: FinishedConnectionSchema,
    errors: ['BAD_REQUEST', 'ACCOUNT_NOT_FOUND'],
  }),
}
