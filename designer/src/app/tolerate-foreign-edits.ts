/**
 * React expects each node it made where it put it. Translators and other extensions move texts into elements of their
 * own; React's next change then throws, and the page is gone. After this call a moved node stands for the child that
 * now contains it, and a node that is gone is skipped.
 */
export function tolerateForeignEdits(): void {
  const { removeChild, insertBefore } = Node.prototype
  Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
    const held = childHolding(this, child)
    if (held !== null) removeChild.call(this, held)
    return child
  }
  Node.prototype.insertBefore = function <Child extends Node>(this: Node, node: Child, before: Node | null): Child {
    insertBefore.call(this, node, before && childHolding(this, before))
    return node
  }
}

/** The child of `parent` that contains `node` now: the node itself, unless it was wrapped. */
function childHolding(parent: Node, node: Node): Node | null {
  let held: Node | null = node
  while (held !== null && held.parentNode !== parent) held = held.parentNode
  return held
}
