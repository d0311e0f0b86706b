import fc from 'fast-check'
import { allOf, anyOf, notOf, type Attribute, type Expression, type Measure, type Quantity } from './expression.ts'
import { CHOICES, DIMENSIONS, FIELDS, isChoice, nameOf, type Field } from './vocabulary.ts'

/** Any expression the parser can yield; names are often words of the language, or full of its signs. */
export function arbitraryExpression(): fc.Arbitrary<Expression> {
  return fc.letrec<{ any: Expression }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      arbitraryTerm(),
      fc.array(tie('any'), { minLength: 2, maxLength: 4 }).map(allOf),
      fc.array(tie('any'), { minLength: 2, maxLength: 4 }).map(anyOf),
      tie('any').map(notOf),
      fc.tuple(walk, tie('any')).map(([step, of]): Expression => ({ kind: 'around', ...step, of })),
    ),
  })).any
}

export const awkwardName = fc.oneof(
  fc.constantFrom(
    'playback-api',
    'and',
    'OR',
    'to',
    'selected',
    'errors',
    'us-east-1/api',
    'a b',
    "o'brien",
    '"',
    '\\',
  ),
  fc.constantFrom('a*b', '*', '(x)', '>=', '!', '&&', '٣ مرحبا', '1%', 'path', 'top', 'neighbours', ' ', '%', '5/s'),
  fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }),
)

function arbitraryTerm(): fc.Arbitrary<Expression> {
  return fc.oneof(
    fc.constantFrom(...FIELDS).chain(arbitraryCondition),
    fc.constantFrom(...FIELDS).map((field): Expression => ({
      kind: 'unknown',
      subject: field.subject,
      field: nameOf(field),
    })),
    fc
      .record({ count: fc.integer({ min: 1, max: 9_999 }), measure: serviceMeasure })
      .map((top): Expression => ({ kind: 'top', ...top })),
    fc.constant<Expression>({ kind: 'selected' }),
    fc.tuple(walk, place).map(([step, of]): Expression => ({ kind: 'around', ...step, of })),
    fc.record({ from: place, to: place }).map((ends): Expression => ({ kind: 'path', ...ends })),
  )
}

const serviceMeasure = fc.constantFrom<Measure>('errors', 'degraded', 'saturation', 'rps', 'p99', 'breakers', 'alerts')
const place = fc.oneof(
  fc.constant({ kind: 'selected' as const }),
  awkwardName.map((name) => ({ kind: 'service' as const, name })),
)
const hops = fc.integer({ min: 1, max: 99 })
const walk = fc.oneof(
  fc.record({ walk: fc.constant('neighbours' as const), hops }),
  fc.record({ walk: fc.constantFrom('upstream' as const, 'downstream' as const), hops: fc.option(hops) }),
)

function arbitraryCondition({ subject, of }: Field): fc.Arbitrary<Expression> {
  if (of.kind === 'measure') {
    return fc
      .record({ comparison: fc.constantFrom('>', '>=', '<', '<=', '=', '!='), quantity: quantityOf(of.measure) })
      .map((rest): Expression => ({ kind: 'compare', subject, measure: of.measure, ...rest }))
  }
  const { attribute } = of
  const value = valueOf(attribute)
  const operator = fc.constantFrom('=', '!=', ...(isChoice(attribute) ? [] : (['~'] as const)))
  return fc.oneof(
    fc.record({ operator, value }).map((rest): Expression => ({ kind: 'text', subject, attribute, ...rest })),
    fc
      .array(value, { minLength: 1, maxLength: 3 })
      .map((values): Expression => ({ kind: 'one-of', subject, attribute, values })),
  )
}

function valueOf(attribute: Attribute): fc.Arbitrary<string> {
  return isChoice(attribute) ? fc.constantFrom<string>(...CHOICES[attribute]) : awkwardName
}

function quantityOf(measure: Measure): fc.Arbitrary<Quantity> {
  const units = { share: ['%'], latency: ['ms', 's'], rate: ['', 'k', 'M'], count: [''] } as const
  const amount = fc.oneof(
    fc.constantFrom(0, 0.5, 1, 80, 999_999_999),
    fc.integer({ min: 0, max: 999_999_999 }).map((whole) => whole / 1e6),
  )
  return fc.oneof(
    fc.record({ amount, unit: fc.constantFrom(...units[DIMENSIONS[measure]]) }),
    fc.constant<Quantity>({ amount: 0, unit: '' }),
  )
}
