import { readFile } from 'node:fs/promises'

// The library of TypeScript has it among what browsers have.
declare const WebAssembly: { compile(bytes: Uint8Array): Promise<object> }

let program: Promise<object> | undefined

/**
 * Compiles the program of the embedded database once in this process, and keeps it. V8 shares the machine code of
 * equal modules between threads for as long as one of them is referred to; otherwise each database that is opened
 * compiles it anew, which takes longer than all else at its start.
 */
export async function keepDatabaseProgram(): Promise<void> {
  program ??= readFile(new URL('pglite.wasm', import.meta.resolve('@electric-sql/pglite'))).then(WebAssembly.compile)
  await program
}
