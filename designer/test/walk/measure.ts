import type { Page } from '@playwright/test'

/**
 * What is wrong with the page as it is shown, by its geometry, in sentences: content beyond the right edge, controls that
 * cannot be brought into the window or lie under something else, and texts that are cut off without a sign of it.
 */
export function measure(page: Page): Promise<readonly string[]> {
  return page.evaluate(measureHere)
}

/** Runs in the page, so that it uses nothing from outside. */
function measureHere(): string[] {
  const found = new Set<string>()
  const controls =
    'a[href], button, input, select, textarea, [contenteditable="true"], [role="menuitem"], [role="option"], ' +
    '[role="tab"], [role="treeitem"], [role="switch"], [role="radio"], [role="checkbox"]'
  const floating =
    '[role="menu"], [role="listbox"], [role="presentation"], [role="tooltip"], [role="dialog"], [role="alert"], ' +
    // A list of completions, with its line of keys.
    '[role="note"], :has(> [role="listbox"])'
  // In a narrow window the panel lies over the flow, and closes: on a phone as a sheet, over all of it.
  const sheet = window.innerWidth <= 640 ? document.querySelectorAll('[data-pane="panel"]') : []
  const modal = [...sheet, ...document.querySelectorAll('[role="dialog"][aria-modal="true"]')].filter(isShown).at(-1)

  const overflow = document.documentElement.scrollWidth - window.innerWidth
  if (overflow > 0) found.add(`the page is ${overflow} px wider than the window`)
  for (const element of document.querySelectorAll(controls)) {
    if (modal !== undefined && !modal.contains(element)) continue
    // What keys bring into the window when they reach it, such as the way past the side bar.
    if (element.matches('a[href="#content"], .react-flow__attribution a')) continue
    if (element.closest('[aria-hidden="true"], [inert], .sr') === null && isShown(element)) look(element)
  }
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('[aria-hidden="true"], [inert], .sr, svg') === null && isShown(element)) readText(element)
  }
  return [...found]

  function isShown(element: Element): boolean {
    const box = element.getBoundingClientRect()
    return (
      box.width > 1 && box.height > 1 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    )
  }

  /** A control as the person who looks for it would name it. */
  function nameOf(element: Element): string {
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
    const tag = element.getAttribute('role') ?? element.tagName.toLowerCase()
    return `${tag} “${name.replace(/\s+/g, ' ').slice(0, 50)}” (${place(element)})`
  }

  function place(element: Element): string {
    const classOf = (one: Element) => (typeof one.className === 'string' ? (one.className.split(' ')[0] ?? '') : '')
    return [element.parentElement?.parentElement, element.parentElement, element]
      .map((one) => (one ? classOf(one) || one.tagName.toLowerCase() : ''))
      .join(' > ')
  }

  /** The board is moved by hand: what lies beyond its edges is not lost. */
  function isOnBoard(element: Element): boolean {
    return element.closest('.react-flow__viewport') !== null
  }

  function problemOf(element: Element): string | null {
    const box = element.getBoundingClientRect()
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const isInside =
      box.x > -1 && box.right < window.innerWidth + 1 && box.y > -1 && box.bottom < window.innerHeight + 1
    const isTall = box.height > window.innerHeight || (box.y <= -1 && middle.y > 0)
    if (!isInside && !isTall) return 'is beyond the window'
    const top = document.elementFromPoint(middle.x, middle.y)
    if (top === null || element.contains(top) || top.contains(element)) return null
    if (top.closest('label')?.contains(element) || top.closest('label')?.control === element) return null
    if (isOnBoard(element) && top.closest('[data-pane="panel"]') !== null) return null
    // What opens over the page closes again.
    if (top.closest(floating) !== null && element.closest(floating) === null) return null
    return `is covered by ${nameOf(top)}`
  }

  function look(element: Element): void {
    const box = element.getBoundingClientRect()
    if (isOnBoard(element)) {
      const edge = document.querySelector('.react-flow')?.getBoundingClientRect()
      const isBeyond = edge && (box.right > edge.right || box.bottom > edge.bottom || box.x < edge.x || box.y < edge.y)
      if (isBeyond) return
    }
    if (problemOf(element) === null) return
    if (isOnBoard(element)) {
      found.add(`${nameOf(element)} ${problemOf(element)}`)
      return
    }
    // Whatever people can scroll to is not lost; an edge that hides cannot be scrolled by them.
    const scrolled: { one: Element; left: number; top: number; canMove: boolean }[] = []
    for (let one = element.parentElement; one !== null; one = one.parentElement) {
      const { overflowX, overflowY } = getComputedStyle(one)
      const canMove = /auto|scroll/.test(overflowX + overflowY) || one === document.documentElement
      scrolled.push({ one, left: one.scrollLeft, top: one.scrollTop, canMove })
    }
    element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })
    const hidden = scrolled.find(
      ({ one, left, top, canMove }) =>
        !canMove && one !== document.body && (one.scrollLeft !== left || one.scrollTop !== top),
    )
    const problem = hidden ? `is cut off by ${nameOf(hidden.one)}` : problemOf(element)
    if (problem !== null) found.add(`${nameOf(element)} ${problem}`)
    for (const { one, left, top } of scrolled) one.scrollTo({ left, top, behavior: 'instant' })
  }

  /** Texts that are not shown whole: by their own edge, or by that of what they stand in. */
  function readText(element: Element): void {
    const hasText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    if (!hasText) return
    const style = getComputedStyle(element)
    const isShort = element.scrollWidth > element.clientWidth + 1 && hides(style.overflowX)
    const isTold = element.closest('[title], [aria-label]') !== null
    if (isShort && style.textOverflow !== 'ellipsis') found.add(`the text of ${nameOf(element)} is cut off`)
    else if (isShort && !isTold) found.add(`the text of ${nameOf(element)} ends in … and is nowhere told in full`)
    const isLow = element.scrollHeight > element.clientHeight + 3 && hides(style.overflowY)
    if (isLow && style.webkitLineClamp === 'none') found.add(`the lines of ${nameOf(element)} are cut off`)
    const edge = isShort || style.display === 'inline' || isOnBoard(element) ? null : edgeOver(element)
    if (edge !== null) found.add(`the text of ${nameOf(element)} is cut off by ${nameOf(edge)}`)
  }

  function hides(overflow: string): boolean {
    return overflow === 'hidden' || overflow === 'clip'
  }

  /** The element around it whose edge cuts the text off. */
  function edgeOver(element: Element): Element | null {
    const range = document.createRange()
    range.selectNodeContents(element)
    const { right } = range.getBoundingClientRect()
    for (let one = element.parentElement; one !== null && one !== document.body; one = one.parentElement) {
      const { overflowX, textOverflow, position } = getComputedStyle(one)
      const edge = one.getBoundingClientRect()
      if (/auto|scroll/.test(overflowX) || position === 'fixed') return null
      if (hides(overflowX) && right > edge.right + 1 && edge.width > 1) return textOverflow === 'ellipsis' ? null : one
    }
    return null
  }
}
