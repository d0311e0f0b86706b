import { z } from 'zod'

/**
 * An origin as browsers send it, so that it can be compared as text: `https://walls.example.com`, a port only where it
 * is not the usual one. Neither `*` nor `null` (pages from files and sandboxes, whoever wrote them) can be allowed.
 */
export const AllowedOrigin = z
  .string()
  .max(300)
  .refine((text) => {
    const url = URL.parse(text)
    return url !== null && !text.includes('*') && /^https?:$/.test(url.protocol) && url.origin === text
  }, 'an origin as browsers send it, such as "https://walls.example.com", without a path or a slash at its end')
