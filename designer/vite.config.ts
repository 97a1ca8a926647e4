import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where `npm run dev` finds the runtime. */
const runtime = process.env.PATCHBAY_DEV_RUNTIME ?? 'http://127.0.0.1:3000'

const runtimePaths = ['/api', '/triggers', '/hooks', '/channels', '/media', '/zapier', '/clientweb']

const sharedByPages = /designer\/src\/(ui|api)\/|@mantine\/|icons-react|floating-ui|\/(clsx|react-remove-scroll|use-)/

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  // The runtime serves index.html itself and puts a fresh nonce in place of this word with every answer.
  html: { cspNonce: 'PATCHBAY_CSP_NONCE' },
  server: {
    host: '127.0.0.1',
    port: 5173,
    // The runtime compares Host and Origin, so the Host of the page goes along.
    proxy: Object.fromEntries(runtimePaths.map((path) => [path, { target: runtime, changeOrigin: false }])),
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2023',
    // A data: address would need a hole in the content policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // What most pages share comes as one file: two dozen of 1 kB each cost more than they hold.
      output: { codeSplitting: { groups: [{ name: 'shared', test: sharedByPages, minShareCount: 4 }] } },
    },
  },
})
