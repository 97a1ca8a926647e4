export { dateTimeFields, dateTimeScope } from './date-time.ts'
export { headerBytes, headerText } from './header-text.ts'
export { isReserved, isVariableName, nearestName, reservedNames, tokenText } from './names.ts'
export { type Place, placeOfBody } from './place.ts'
export type { Reference } from './reference.ts'
export {
  type CompiledTemplate,
  compileTemplate,
  listReferences,
  type Rendered,
  type TemplateProblem,
} from './template.ts'
