import { inRoot } from '../runtime/src/platform/project-root.ts'

/** How the built server is run: by `npm start`, in browser tests and in measurements. */
export const serverCommand = {
  /** For Node. */
  args: [
    // V8 optimises a function of the embedded database only when it has worked a hundred times as long as by default.
    // With the default a start spends a third of its processor time on that, beside the work; without any optimising a
    // search through many runs takes twice as long.
    '--wasm-tiering-budget=1300000000',
    // The heap may double before all of it is collected. Left to itself V8 expects it to stay as small as giving memory
    // back has made it, and under load collects it several times a second.
    '--heap-growing-percent=100',
    // For giving memory back: runtime/src/platform/memory.ts.
    '--expose-gc',
    inRoot('runtime/dist/server/main.js'),
  ],
  env: {
    // Compiled code of the last start, also for worker threads.
    NODE_COMPILE_CACHE: inRoot('runtime/dist/compiled'),
    // The C library keeps 30 to 60 MB less after a load with one arena, and when pieces from 32 kB on go back at once.
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: '32768',
    MALLOC_TRIM_THRESHOLD_: '131072',
  },
} as const
