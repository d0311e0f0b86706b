import { formatRequestsPerSecond } from '#web/messages/format-numbers.ts'
import { trafficWords } from '#web/messages/traffic-en.ts'

/** `1 dot ≈ 40 requests/s` */
export function oneDotText(requestsPerDot: number): string {
  return requestsPerDot >= 1
    ? trafficWords.legend.oneDot(formatRequestsPerSecond(requestsPerDot))
    : trafficWords.legend.oneDotPer(formatRequestsPerSecond(1 / requestsPerDot))
}
