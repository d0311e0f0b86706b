import { createHash, createHmac } from 'node:crypto'

/** Judges a request's SigV4 signature as AWS does, written apart from the library that makes it. */
export function judgeSigv4(input: {
  method: string
  /** Path and query as sent. */
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
  secretAccessKey: string
  service: string
}): 'valid' | 'missing' | 'wrong' {
  const { method, url, headers, body, secretAccessKey, service } = input
  const parts = /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
    String(headers['authorization'] ?? ''),
  )
  if (parts === null) return 'missing'
  const [, credential = '', signedHeaders = '', signature] = parts
  const [, day = '', region = '', told = ''] = credential.split('/')
  const [path = '', query = ''] = url.split('?')
  const canonicalQuery = query.split('&').filter(Boolean).toSorted().join('&')
  const canonicalHeaders = signedHeaders.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`)
  const canonical = [method, path, canonicalQuery, canonicalHeaders.join(''), signedHeaders, sha256(body)].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n')
  const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>(
    (secret, word) => hmac(secret, word),
    `AWS4${secretAccessKey}`,
  )
  return told === service && hmac(key, text).toString('hex') === signature ? 'valid' : 'wrong'
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
