/** What stands behind the `#` of a pasted one-time link, or the secret alone; null where it is neither. */
export function linkSecretOf(text: string): string | null {
  const secret = text.trim().split('#').at(-1) ?? ''
  return /^[A-Za-z0-9_-]{43}$/.test(secret) ? secret : null
}
