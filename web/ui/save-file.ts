export interface WrittenFile {
  name: string
  content: Blob
}

/** Lets the browser save it. */
export function saveFile({ name, content }: WrittenFile): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
  // The browser reads it a little later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
