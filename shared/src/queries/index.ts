export { jsonPathArrival } from '#json-path'
export { type JsonPath, pathText } from '../json/path.ts'
export { type CompiledQuery, compileQuery, type QueryResult } from './query.ts'
export { type QuerySuggestions, suggestQueries } from './suggest-queries.ts'
