/** Keys: whose they are, and who uses them. */
import type { Assembly, Located } from './assembly';
import { matches } from './decide';
import type { StatementRow } from './statements';

/** The key that AWS keeps for a service in every account: nobody here decides who uses it. */
export const isKeyOfAws = (assembly: Assembly, { stack }: Located, value: unknown): boolean =>
  /\balias\/aws\//.test(assembly.text(value, stack));

export const isCustomerKey = (assembly: Assembly, row: Located, value: unknown): boolean =>
  value !== undefined && !isKeyOfAws(assembly, row, value);

/** What a reference to a key or to its alias means: the key of these templates, otherwise its text. */
export function keyMeant(assembly: Assembly, row: Located, value: unknown): Located | string {
  const found = assembly.target(value, row.stack);
  if (found?.type === 'AWS::KMS::Alias') return keyMeant(assembly, found, found.properties.TargetKeyId);
  return found ?? assembly.text(value, row.stack);
}

/** Actions that turn ciphertext into data, or let others do so. */
const USES = [
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyPair',
  'kms:GenerateDataKeyPairWithoutPlaintext',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:CreateGrant',
];

export const allowsUse = (row: StatementRow): boolean =>
  row.effect === 'Allow' && USES.some((action) => grants(row, action));

/** Whether the actions of a statement have this one among them. */
export const grants = ({ actions, notActions }: StatementRow, action: string): boolean =>
  notActions.length > 0
    ? !notActions.some((pattern) => matches(pattern, action, true))
    : actions.some((pattern) => matches(pattern, action, true));
