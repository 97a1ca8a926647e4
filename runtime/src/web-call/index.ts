/**
 * A call to a web service in four steps: render, authenticate, call, extract. The engine renders: it fills in the
 * templates of the inputs, each with the escape of its landing. `callService` does the other three steps. External Web
 * Call, its test, its saved accounts and actions defined as data all use it, and import nothing else from this folder.
 * Actions that call in another way read their response variables with it, too.
 */
export { authentication } from './authentication.ts'
export { type CallContext, type CallReport, callService } from './call-service.ts'
export { accountCredential } from './credential.ts'
export { extractVariables, prepareVariables, type ResponseVariable, warningsOf } from './extract.ts'
export type { WebCallInputs } from './inputs.ts'
export { oauthClientOf } from './oauth-client.ts'
export { outputsOf } from './outputs.ts'
export { hasPages, paging } from './paging.ts'
export { type PreparedCall, prepareCall } from './prepare-call.ts'
export { replyFormats } from './read-reply.ts'
export { MULTIPART_TYPE } from './request-body.ts'
export { responseVariables } from './response-variables.ts'
export { originsOf, type WebCallProperties, webCallAccount } from './saved-account.ts'
export { stepResultOf } from './step-result.ts'
export { statusesProblem } from './success-statuses.ts'
export { shownTest, testWebCall } from './test-web-call.ts'
