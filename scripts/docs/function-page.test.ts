import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inRoot } from '../../runtime/src/platform/project-root.ts'
import { functionPage, functionPagePath } from './function-page.ts'

it('says what the functions and their examples say', () => {
  const written = readFileSync(inRoot(functionPagePath), 'utf8').replaceAll('\r\n', '\n')
  expect(written === functionPage(), `${functionPagePath} is not current: run npm run docs`).toBe(true)
})
