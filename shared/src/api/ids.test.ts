import { describe, expect, it } from 'vitest'
import { isUuid } from './ids.ts'

describe('isUuid', () => {
  it('takes a UUID in either case, and nothing around it', () => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057'
    expect([id, id.toUpperCase()].map(isUuid)).toEqual([true, true])
    expect(['latest', '', 'simulator', `${id}0`, ` ${id}`, id.replaceAll('-', '')].filter(isUuid)).toEqual([])
  })
})
