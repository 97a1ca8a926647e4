/**
 * Every error code of Patchbay, once: who must act, the HTTP status when it leaves through the API, and a
 * title. `user`: the caller or builder changes something. `provider`: an outside service failed, so a later
 * try may succeed. `run`: a step or run ended for this reason. `bug`: a broken invariant of ours.
 */
export const errorTable = {
  // Requests
  BAD_REQUEST: { actor: 'user', status: 400, title: 'The request cannot be read' },
  MISSING_INPUT: { actor: 'user', status: 400, title: 'An Expected Input is missing' },
  UNAUTHENTICATED: { actor: 'user', status: 401, title: 'Sign in first' },
  INVALID_TOKEN: { actor: 'user', status: 401, title: 'The credential is not valid' },
  FORBIDDEN: { actor: 'user', status: 403, title: 'Your role does not allow this' },
  ORIGIN_REFUSED: { actor: 'user', status: 403, title: 'This page may not call the API' },
  NOT_FOUND: { actor: 'user', status: 404, title: 'Not found' },
  FLOW_NOT_FOUND: { actor: 'user', status: 404, title: 'No such flow' },
  RUN_NOT_FOUND: { actor: 'user', status: 404, title: 'No such run' },
  VERSION_NOT_FOUND: { actor: 'user', status: 404, title: 'No such version' },
  NUMBER_NOT_FOUND: { actor: 'user', status: 404, title: 'No such number' },
  ADDRESS_NOT_FOUND: { actor: 'user', status: 404, title: 'No such address' },
  ACCOUNT_NOT_FOUND: { actor: 'user', status: 404, title: 'No such account' },
  METHOD_NOT_ALLOWED: { actor: 'user', status: 405, title: 'This address does not take that method' },
  STALE_REVISION: { actor: 'user', status: 409, title: 'The flow has changed since you opened it' },
  FLOW_NOT_LIVE: { actor: 'user', status: 409, title: 'The flow is not live' },
  FLOW_IN_USE: { actor: 'user', status: 409, title: 'Runs of the flow are still open' },
  NUMBER_IN_USE: { actor: 'user', status: 409, title: 'The number starts another flow' },
  ADDRESS_IN_USE: { actor: 'user', status: 409, title: 'The address starts another flow' },
  ADDRESS_EXISTS: { actor: 'user', status: 409, title: 'The address is already here' },
  NUMBER_EXISTS: { actor: 'user', status: 409, title: 'The number is already here' },
  PATH_IN_USE: { actor: 'user', status: 409, title: 'Another live flow answers this path' },
  ACCOUNT_EXISTS: { actor: 'user', status: 409, title: 'Another account has this name' },
  ACCOUNT_IN_USE: { actor: 'user', status: 409, title: 'Live flows use the account' },
  RUN_FINISHED: { actor: 'user', status: 409, title: 'The run has ended' },
  EMAIL_EXISTS: { actor: 'user', status: 409, title: 'The e-mail is taken' },
  LAST_ADMINISTRATOR: { actor: 'user', status: 409, title: 'This is the last administrator' },
  SETUP_DONE: { actor: 'user', status: 409, title: 'An administrator exists already' },
  BODY_TOO_LARGE: { actor: 'user', status: 413, title: 'The body is too large' },
  UNSUPPORTED_MEDIA_TYPE: { actor: 'user', status: 415, title: 'This content type is not taken here' },
  INVALID_DOCUMENT: { actor: 'user', status: 422, title: 'The flow document has errors' },
  INVALID_INPUT: { actor: 'user', status: 422, title: 'Some values are not valid' },
  KEY_REUSED: { actor: 'user', status: 422, title: 'This Idempotency-Key came with another body' },
  NOT_DEPLOYABLE: { actor: 'user', status: 422, title: 'The flow has problems that stop a deploy' },
  PRECONDITION_REQUIRED: { actor: 'user', status: 428, title: 'If-Match is needed' },
  TOO_MANY_REQUESTS: { actor: 'user', status: 429, title: 'Too many requests' },
  SHUTTING_DOWN: { actor: 'provider', status: 503, title: 'The server is stopping' },
  STORE_UNAVAILABLE: { actor: 'provider', status: 503, title: 'The database did not answer' },
  INTERNAL: { actor: 'bug', status: 500, title: 'Something is wrong with Patchbay' },
  // Steps
  TIMEOUT: { actor: 'provider', status: 504, title: 'No reply in time' },
  HOST_NOT_FOUND: { actor: 'provider', status: 502, title: 'The host name is not known' },
  CONNECTION_FAILED: { actor: 'provider', status: 502, title: 'The connection failed' },
  HTTP_STATUS: { actor: 'provider', status: 502, title: 'The service answered with an error' },
  RESPONSE_NOT_READABLE: { actor: 'provider', status: 502, title: 'The reply cannot be read' },
  RESPONSE_TOO_LARGE: { actor: 'provider', status: 502, title: 'The reply is too large' },
  TOO_MANY_REDIRECTS: { actor: 'provider', status: 502, title: 'Too many redirects' },
  TOKEN_REQUEST_FAILED: { actor: 'provider', status: 502, title: 'No OAuth token was given' },
  EGRESS_REFUSED: { actor: 'user', status: 422, title: 'This address may not be called' },
  INVALID_URL: { actor: 'user', status: 422, title: 'The URL cannot be used' },
  INVALID_VALUE: { actor: 'user', status: 422, title: 'A value cannot be used here' },
  SECRET_MISSING: { actor: 'user', status: 422, title: 'A secret has to be entered again' },
  MESSAGE_REFUSED: { actor: 'provider', status: 502, title: 'The message was not taken' },
  NO_SUCH_ADDRESS: { actor: 'user', status: 422, title: 'Send From is not one of our numbers' },
  LOOP_SUSPECTED: { actor: 'run', status: 429, title: 'Too many texts to one contact' },
  OUTCOME_UNKNOWN: { actor: 'run', status: 502, title: 'Nobody knows whether it was done' },
  STEP_LIMIT: { actor: 'run', status: 422, title: 'The run took too many steps' },
  RUN_TOO_LONG: { actor: 'run', status: 422, title: 'The run took too long' },
  NOT_STORABLE: { actor: 'run', status: 422, title: 'A result could not be stored' },
  HELD_TOO_LONG: { actor: 'run', status: 409, title: 'The flow was paused for too long' },
  CANCELLED: { actor: 'run', status: 409, title: 'The run was cancelled' },
} as const satisfies Record<string, { actor: ErrorActor; status: number; title: string }>

/** Who must act on an error. */
export type ErrorActor = 'user' | 'provider' | 'run' | 'bug'

export type ErrorCode = keyof typeof errorTable
