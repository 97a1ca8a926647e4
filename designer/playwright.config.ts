import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from '../scripts/chromium.ts'

const executablePath = findChromium()

export default defineConfig({
  testDir: './test/e2e',
  outputDir: '../test-results',
  // Each has a Patchbay and an outside service of its own; most of a test is waiting for one of its processes.
  workers: 2,
  timeout: 90_000,
  // A browser on a shared machine can miss a beat; the list names what passed only at the second try.
  retries: process.env.CI === 'true' ? 1 : 0,
  expect: { timeout: 10_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 10_000,
    locale: 'en-US',
    timezoneId: 'America/New_York',
    // A third of the time goes into writing a trace: `--trace on` asks for one.
    trace: 'on-first-retry',
    launchOptions: { args: chromiumFlags, ...(executablePath === undefined ? {} : { executablePath }) },
  },
})
