/** What a deploy came to, asked of the server afterwards. */
export const deployTexts = {
  answersAt: (version: number, address: string) => `Live v${version} answers at ${address} now.`,
  silent: (address: string) => `${address} does not answer yet. Deploy again, or look at Runs.`,
  otherVersion: (version: number, live: number | null) =>
    live === null ? `v${version} is stored, but nothing is live.` : `v${version} is stored, but v${live} is live.`,
} as const
