/** What the key is called on this keyboard. */
export function modKeyName(platform: string = navigator.userAgent): string {
  return /Mac|iPhone|iPad/.test(platform) ? '⌘' : 'Ctrl'
}
