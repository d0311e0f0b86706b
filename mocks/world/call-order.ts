/**
 * A call graph has few cycles, and load must be known at a caller before its callees can be computed. So the nodes are
 * put into an order in which every call goes forward, but for those that close a cycle: these "back-edges" carry the
 * flow of the step before. Depth-first search finds both: the reverse of the order in which nodes are left is such an
 * order, and a call to a node that is still being visited closes a cycle.
 */
export function callOrder(nodeCount: number, calls: readonly { source: number; target: number }[]): Int32Array {
  const targetsOf: number[][] = Array.from({ length: nodeCount }, () => [])
  for (const { source, target } of calls) targetsOf[source].push(target)

  const entered = new Uint8Array(nodeCount)
  const order = new Int32Array(nodeCount)
  let free = nodeCount

  for (let root = 0; root < nodeCount; root += 1) {
    if (entered[root] === 1) continue
    entered[root] = 1
    const path = [root]
    const nextChild = [0]
    while (path.length > 0) {
      const top = path.length - 1
      const node = path[top]
      const child = targetsOf[node][nextChild[top]]
      nextChild[top] += 1
      if (child === undefined) {
        free -= 1
        order[free] = node
        path.pop()
        nextChild.pop()
      } else if (entered[child] === 0) {
        entered[child] = 1
        path.push(child)
        nextChild.push(0)
      }
    }
  }
  return order
}
