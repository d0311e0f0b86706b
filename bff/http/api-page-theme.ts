/** Swagger UI in the console's tone: its bar calm, its address field (which would fetch anything) gone. */
export const API_PAGE_CSS = `
.swagger-ui .topbar { background: #0a0d13; padding: 10px 0; border-bottom: 1px solid #222936; }
.swagger-ui .topbar .download-url-wrapper { display: none; }
.swagger-ui .topbar a { max-width: none; flex: 0 0 auto; }
.swagger-ui .info { margin: 28px 0; }
.swagger-ui .info .title small { display: none; }
.swagger-ui .scheme-container { display: none; }
`

export const API_PAGE_LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="190" height="28" viewBox="0 0 190 28" fill="none">
<g stroke="#58b4f0" stroke-width="1.8" stroke-linecap="round" transform="translate(0 2)">
<path d="M3 6c5 0 6 2.4 9 2.4h9"/><path d="M3 11c5.6 0 6.4 3 9.4 3H18" opacity=".8"/><path d="M3 16c5 0 5.6 3 8.6 3H15" opacity=".55"/>
</g><text x="34" y="19" font-family="Inter, system-ui, sans-serif" font-size="15" font-weight="600" fill="#e8ecf4">Spillway API</text></svg>`

/**
 * This page alone lets elements carry styles: Swagger UI writes them. Scripts stay as strict as everywhere, and
 * nothing of the fleet's data is ever drawn here.
 */
export const API_PAGE_CSP = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')
