import { expect, test } from 'vitest'
import { matchesShortcut } from './matches-shortcut.ts'

const press = (key: string, held: Partial<Parameters<typeof matchesShortcut>[1]> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test('mod is Ctrl, and on a Mac Command alone', () => {
  const [ctrlS, commandS] = [press('s', { ctrlKey: true }), press('s', { metaKey: true })]
  expect([matchesShortcut('mod+S', ctrlS, false), matchesShortcut('mod+S', commandS, false)]).toEqual([true, false])
  expect([matchesShortcut('mod+S', ctrlS, true), matchesShortcut('mod+S', commandS, true)]).toEqual([false, true])
  expect(matchesShortcut('mod+S', press('s', { ctrlKey: true, metaKey: true }))).toBe(false)
  expect(matchesShortcut('mod+S', press('s'))).toBe(false)
})

test('a key alone is not taken while Ctrl or Command is held', () => {
  expect(matchesShortcut('O', press('o', { metaKey: true }), false)).toBe(false)
  expect(matchesShortcut('O', press('o', { ctrlKey: true }), true)).toBe(false)
})

test('Ctrl Shift Z is not taken for Ctrl Z', () => {
  expect(matchesShortcut('mod+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(false)
  expect(matchesShortcut('mod+shift+Z', press('Z', { ctrlKey: true, shiftKey: true }))).toBe(true)
})

test('Delete alone deletes, with Ctrl it does not', () => {
  expect(matchesShortcut('Delete', press('Delete'))).toBe(true)
  expect(matchesShortcut('Delete', press('Delete', { ctrlKey: true }))).toBe(false)
})

test('Alt and Shift count with keys that have a name', () => {
  expect(matchesShortcut('alt+ArrowUp', press('ArrowUp', { altKey: true }))).toBe(true)
  expect(matchesShortcut('alt+ArrowUp', press('ArrowUp'))).toBe(false)
  expect(matchesShortcut('F6', press('F6', { shiftKey: true }))).toBe(false)
  expect(matchesShortcut('shift+F6', press('F6', { shiftKey: true }))).toBe(true)
})

test('a sign is found whether or not the keyboard needs Shift for it', () => {
  expect(matchesShortcut('?', press('?', { shiftKey: true }))).toBe(true)
  expect(matchesShortcut('/', press('/'))).toBe(true)
})

test('a digit is found by its key, whatever Shift makes of it', () => {
  expect(matchesShortcut('shift+1', { ...press('!', { shiftKey: true }), code: 'Digit1' })).toBe(true)
})

test('plus itself can be a key', () => {
  expect(matchesShortcut('mod++', press('+', { ctrlKey: true, shiftKey: true }))).toBe(true)
})

test('a keyboard without Latin letters has the shortcuts at the same keys', () => {
  expect(matchesShortcut('mod+Z', press('я', { ctrlKey: true, code: 'KeyZ' }))).toBe(true)
  expect(matchesShortcut('mod+shift+Z', press('Я', { ctrlKey: true, shiftKey: true, code: 'KeyZ' }))).toBe(true)
  expect(matchesShortcut('mod+K', press('ל', { ctrlKey: true, code: 'KeyK' }))).toBe(true)
  expect(matchesShortcut('mod+S', press('я', { ctrlKey: true, code: 'KeyZ' }))).toBe(false)
})

test('a keyboard with Latin letters at other keys keeps its letters', () => {
  const frenchA = press('a', { ctrlKey: true, code: 'KeyQ' })
  expect(matchesShortcut('mod+A', frenchA)).toBe(true)
  expect(matchesShortcut('mod+Q', frenchA)).toBe(false)
  expect(matchesShortcut('mod+P', press('ö', { ctrlKey: true, code: 'KeyP' }))).toBe(false)
})
