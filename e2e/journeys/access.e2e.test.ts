import { describe, expect } from 'vitest'
import { access, signIn, stepUp, who } from '#web/messages/access-en.ts'
import { nav } from '#web/messages/en.ts'
import { accessUrl } from '#web/urls/urls.ts'
import { journeysOf } from '#e2e/fixtures/journey.ts'
import { seriousFindings } from '#e2e/fixtures/serious-findings.ts'
import { until } from '#e2e/fixtures/until.ts'

/** Two people at one machine, as whoever tries an evacuation for the first time is. */
const test = journeysOf()

describe('the demo', () => {
  test('lets whoever opens it in, with every role, and takes a click for a fresh proof', async ({ page, spillway }) => {
    await page.goto(`${spillway.url}${accessUrl()}`)
    await page.getByRole('heading', { name: access.people.title, exact: true }).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    const you = page.getByRole('button', { name: nav.you('') })
    await you.click()
    await page.getByText(who.walkIn).waitFor()
    await page.getByRole('button', { name: who.prove }).click()
    const dialog = page.getByRole('dialog', { name: stepUp.title })
    await dialog.waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await dialog.getByRole('button', { name: signIn.click.action }).click()
    await dialog.waitFor({ state: 'detached' })
    await you.click()
    await page.getByText(/^counts for another/).waitFor()
  })
})

describe('a second person', () => {
  test('signs in by a link of the terminal, once, and signs out', async ({ spillway, visitors }) => {
    const printed = await spillway.terminal('sign-in', 'Vic')
    const link = /http\S+/.exec(printed)?.[0] ?? ''
    expect(link).toMatch(/\/sign-in#[\w-]{43}$/)
    const { page, forgetComplaints } = await visitors.open()
    await page.goto(link)
    await page.getByRole('button', { name: nav.you('Vic') }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/')
    expect(page.url()).not.toContain('#')
    await page.goto(`${spillway.url}${accessUrl()}`)
    await page.getByRole('heading', { name: new RegExp(`^${access.people.title}: `) }).waitFor()
    await until('who holds the role to be told', async () => (await page.getByText('admin is held by').count()) > 0)
    const cookies = await page.context().cookies()
    expect(cookies.map(({ httpOnly, sameSite }) => [httpOnly, sameSite])).toEqual([[true, 'Lax']])
    expect(
      await page.evaluate('JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])'),
    ).not.toContain(cookies[0]?.value ?? 'none')
    await page.getByRole('button', { name: nav.you('Vic') }).click()
    await page.getByRole('button', { name: who.signOut }).click()
    await page.getByRole('button', { name: nav.you('Vic') }).waitFor({ state: 'detached' })
    await page.goto(link)
    await page.getByRole('alert').waitFor()
    // A link that was used is refused, as it must be.
    forgetComplaints()
  })

  test('who is not known is told how to become known', async ({ spillway }) => {
    expect(await spillway.terminal('sign-in', 'Nobody')).toContain('npm run person -- add Nobody')
    expect(await spillway.terminal('person', 'add', 'Nobody', '--roles', 'viewer')).toContain('local:nobody')
    expect(await spillway.terminal('sign-in', 'Nobody')).toContain('/sign-in#')
  })
})
