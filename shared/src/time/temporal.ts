/**
 * Temporal, always from the polyfill. The polyfill's main entry prefers the Temporal of the JavaScript engine, so two
 * versions of Node could compute times with two implementations.
 */
export { Temporal } from 'temporal-polyfill/implementation'
