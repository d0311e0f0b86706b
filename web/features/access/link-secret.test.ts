import { expect, test } from 'vitest'
import { linkSecretOf } from './link-secret.ts'

const SECRET = 'qqt4wXNAgh7EwBSCBuOoEG3rEqnmBhwlv5_Q3yBK9DY'

test.each([
  [`http://127.0.0.1:7700/sign-in#${SECRET}`, SECRET],
  [`  ${SECRET}\n`, SECRET],
  [`#${SECRET}`, SECRET],
  ['http://127.0.0.1:7700/sign-in', null],
  [`${SECRET}x`, null],
  ['', null],
])('%j', (text, secret) => {
  expect(linkSecretOf(text)).toBe(secret)
})
