import config from './playwright.config.ts'

/** Draws the pictures of the documentation anew: `npm run screenshots`. */
export default { ...config, testDir: './test/screenshots' }
