/**
 * A call to a web service in four steps: render, authenticate, call, extract. Rendering is the engine's: it fills in
 * the templates of the inputs, each with the escape of its place. `callService` does the other three. External Web
 * Call, its test and actions that are made of data all go this way, and import nothing else of this folder.
 */
export { authentication } from './authentication.ts'
export { type CallContext, type CallReport, callService } from './call-service.ts'
export { prepareVariables, type ResponseVariable } from './extract.ts'
export type { WebCallInputs } from './inputs.ts'
export { outputsOf } from './outputs.ts'
export { testWebCall } from './test-web-call.ts'
