export { checkBody } from './bodies/check-body.ts'
export { type DateTimeField, dateTimeFields, dateTimeScope } from './date-time.ts'
export { addNumbers } from './functions/add-numbers.ts'
export { compareTimes } from './functions/compare-times.ts'
export { functions } from './functions/functions.ts'
export { headerBytes, headerText } from './header-text.ts'
export {
  isReserved,
  isVariableName,
  MAX_VARIABLE_NAME_LENGTH,
  nearestName,
  reservedNames,
  tokenText,
} from './names.ts'
export { type Place, placeOfBody } from './place.ts'
export type { TemplateProblem } from './problem.ts'
export type { Reference } from './reference.ts'
export { createBudget, type RenderBudget, takeRoom } from './render-state.ts'
export {
  type CompiledTemplate,
  compileTemplate,
  listReferences,
  type Rendered,
} from './template.ts'
