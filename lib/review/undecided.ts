/** Texts that are whole only once a stack is deployed, or a request is made. */

/** Where all questions about a role are asked. */
export const HERE = { partition: 'aws', region: 'us-east-1', account: '111122223333' } as const;

/** What the deploy fills in is known to be the own account and region. */
const PSEUDO: Readonly<Record<string, string>> = {
  '${AWS::Partition}': HERE.partition,
  '${AWS::Region}': HERE.region,
  '${AWS::AccountId}': HERE.account,
  '${AWS::URLSuffix}': 'amazonaws.com',
};

/** Parameters, variables of a policy, dynamic references: anything may stand there. */
const UNDECIDED = /\$\{[^}]*\}|\{\{resolve:[^}]*\}\}/g;

/** The text with what is known of the deploy. */
export const filledIn = (text: string): string => text.replace(UNDECIDED, (found) => PSEUDO[found] ?? found);

/** The widest pattern that the text may become. */
export const widest = (text: string): string => filledIn(text).replace(UNDECIDED, '*');

export const isUndecided = (text: string): boolean => widest(text) !== filledIn(text);
