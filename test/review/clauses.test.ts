/** Conditions in words: a reader who sees only the words must not be misled about what the operator says. */
import { clause } from '../../lib/review/clauses';

const words = (operator: string, key: string, ...values: string[]): string => clause({ operator, key, values });

test.each([
  ['StringEquals', 'aws:ResourceAccount', '1', 'what it touches belongs to account 1'],
  ['StringNotEquals', 'aws:ResourceAccount', '1', 'it is not so that what it touches belongs to account 1'],
  ['ArnNotLike', 'aws:PrincipalArn', 'x', 'it is not so that the caller is x'],
  ['NumericLessThanEquals', 'autoscaling:MinSize', '10', 'autoscaling:MinSize is at most 10'],
  ['NumericGreaterThan', 'autoscaling:MinSize', '10', 'autoscaling:MinSize is more than 10'],
  ['Null', 'autoscaling:MaxSize', 'false', 'the call gives autoscaling:MaxSize'],
  ['Null', 'aws:RequestTag/owner', 'true', 'the request carries no tag owner'],
  ['StringNotEquals', 'aws:ResourceTag/a', 'b', 'it is not so that the resource carries the tag a = b'],
  ['Bool', 'aws:SecureTransport', 'false', 'the call is not over TLS'],
  ['Bool', 'aws:SecureTransport', 'true', 'the call is over TLS'],
  ['Bool', 'kms:GrantIsForAWSResource', 'false', 'the grant is for no service of AWS'],
  ['BoolIfExists', 'aws:PrincipalIsAWSService', 'false', 'the caller is no service of AWS, where it is given'],
  ['ForAllValues:StringLike', 'x:names', '*.a', 'each of x:names is *.a'],
])('%s %s %s: %s', (operator, key, value, said) => {
  expect(words(operator, key, value)).toBe(said);
});
