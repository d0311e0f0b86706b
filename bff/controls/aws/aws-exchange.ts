import { AwsV4Signer } from 'aws4fetch'
import { exchange, type Exchange, type ExchangeAnswer } from '../exchange.ts'
import type { AwsCredentials } from './credentials.ts'

/** An exchange with a service of AWS, signed (SigV4) with the moment of the call. */
export async function awsExchange(
  input: Exchange & { credentials: AwsCredentials; service: string; region: string },
): Promise<ExchangeAnswer> {
  const { credentials, service, region, ...request } = input
  const signer = new AwsV4Signer({
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.secretAccessKey,
    ...(credentials.sessionToken === undefined ? {} : { sessionToken: credentials.sessionToken }),
    service,
    region,
    method: request.method,
    url: request.url,
    headers: { ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
    datetime: new Date(request.now()).toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
  })
  const signed = await signer.sign()
  return exchange({ ...request, url: signed.url.href, headers: Object.fromEntries(signed.headers) })
}
