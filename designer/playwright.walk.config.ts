import config from './playwright.config.ts'

/** Walks through every screen in all sizes and both themes, and takes pictures of them: `npm run walk`. */
export default { ...config, testDir: './test/walk', outputDir: '../test-results/walk', timeout: 900_000 }
