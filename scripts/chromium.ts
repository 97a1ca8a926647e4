import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const candidates = [
  // Draws nothing for people: a browser test takes a third less time in it.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** Flags under which Chromium runs quietly in a closed network, as root too. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Path of a Chromium that is already here: `PATCHBAY_CHROMIUM` or a usual place. */
export function findChromium(): string | undefined {
  const chosen = process.env.PATCHBAY_CHROMIUM
  if (chosen !== undefined) return chosen
  return candidates.find((path) => existsSync(path))
}

/**
 * A Chromium for the browser tests; installs Debian's package where none is there and the user may.
 * @throws Error that says what to install.
 */
export function ensureChromium(): string {
  const found = findChromium()
  if (found !== undefined) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('Installing Chromium for the browser tests …\n')
    run('apt-get', ['update', '-qq'])
    for (const name of ['chromium-headless-shell', 'chromium']) {
      // Older ones of Debian have the second alone.
      if (findChromium() === undefined) run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name])
    }
  }
  const installed = findChromium()
  if (installed === undefined) {
    throw new Error('The browser tests need Chromium. Install it, or set PATCHBAY_CHROMIUM to its path.')
  }
  return installed
}

function run(command: string, args: readonly string[]): void {
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
