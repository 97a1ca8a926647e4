/**
 * Temporal, always the polyfill's: its main entry would take the engine's own where there is one, and then two versions of
 * Node could tell times by two implementations.
 */
export { Temporal } from 'temporal-polyfill/implementation'
