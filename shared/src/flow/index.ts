export { type FlowProblem, type FlowProblemCode, flowProblemCodes } from './problem.ts'
export * from './schema.ts'
