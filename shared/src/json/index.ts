export {
  compareDecimals,
  compareNumbers,
  type Decimal,
  type DecimalForm,
  decimalOf,
  decimalOfNumber,
  decimalOfText,
  decimalText,
  JSON_NUMBER,
  numberText,
} from './decimal.ts'
export { isJsonObject, type Json, type JsonObject } from './json.ts'
export { assertDepth, MAX_JSON_DEPTH, mayBeDeep } from './json-depth.ts'
export { jsonSize, MAX_STEP_CHARACTERS } from './json-size.ts'
export { parseJson, stringifyJson } from './json-text.ts'
export { kindOf } from './kind-of.ts'
export { type JsonPath, type ParsedPath, parsePath, pathText, valueAt } from './path.ts'
export { type RepeatedKey, repeatedKeys } from './repeated-keys.ts'
export { typingErrors } from './typing-errors.ts'
export { storableText, toStorable, wellFormed, wellFormedJson } from './well-formed.ts'
