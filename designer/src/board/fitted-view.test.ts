import { expect, test } from 'vitest'
import { fittedView } from './fitted-view.ts'

const padding = { top: 50, right: 70, bottom: 50, left: 30 }
const screen = { width: 700, height: 500, padding }
const onScreen = (bounds: { x: number; y: number; width: number; height: number }, least: number) => {
  const { x, y, zoom } = fittedView({ bounds, least, ...screen })
  return {
    zoom,
    left: bounds.x * zoom + x,
    top: bounds.y * zoom + y,
    right: (bounds.x + bounds.width) * zoom + x,
    bottom: (bounds.y + bounds.height) * zoom + y,
  }
}

test('a small flow stands in the middle of what is free, at its natural size', () => {
  expect(onScreen({ x: -400, y: 900, width: 200, height: 100 }, 0.85)).toEqual({
    zoom: 1,
    left: 230,
    right: 430,
    top: 200,
    bottom: 300,
  })
})

test('a large one is made smaller, within what is free', () => {
  const { zoom, left, right, top, bottom } = onScreen({ x: 0, y: 0, width: 1200, height: 400 }, 0.1)
  expect([zoom, left, right]).toEqual([0.5, 30, 630])
  expect(top).toBeGreaterThanOrEqual(50)
  expect(bottom).toBeLessThanOrEqual(450)
})

test('one that would be too small to read begins at its upper left', () => {
  expect(onScreen({ x: 100, y: 40, width: 3000, height: 2000 }, 0.85)).toMatchObject({ zoom: 0.85, left: 30, top: 50 })
})
