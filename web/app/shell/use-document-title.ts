import { useEffect } from 'react'
import { nav } from '#web/messages/en.ts'
import type { Crumb } from './breadcrumb.tsx'

/** `api · us-east-1 · Traffic · Spillway`: what tells tabs apart comes first. */
export function useDocumentTitle(crumbs: readonly Crumb[]): void {
  const title = [...new Set([...crumbs.map(({ label }) => label).toReversed(), nav.product])].join(' · ')
  useEffect(() => {
    document.title = title
  }, [title])
}
