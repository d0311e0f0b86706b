import type { StoreScope } from './store.ts'

/** One commit of a row and its line in the audit log, both bearing the number. */
export async function recordNumbered(store: StoreScope, number: number): Promise<void> {
  await store.transaction(async (tx) => {
    await tx.positions.put({ view: `view-${number}`, nodes: '[]', updated_at: number, updated_by: 'writer' })
    await tx.appendAudit({
      at: number,
      actor: 'writer',
      action: 'positions.put',
      subject: `view-${number}`,
      detail: { number },
      requestId: '',
    })
  })
}
