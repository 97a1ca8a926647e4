/**
 * React holds on to each node it made and trusts to find it where it put it. Translators and other extensions move
 * texts into elements of their own; then React's next change threw, and the page was gone. From here on a node that
 * was moved stands for the child of the parent that now holds it, and one that is gone altogether is left out.
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

/** The child of `parent` in which `node` is now: itself, unless somebody wrapped it. */
function childHolding(parent: Node, node: Node): Node | null {
  let held: Node | null = node
  while (held !== null && held.parentNode !== parent) held = held.parentNode
  return held
}
