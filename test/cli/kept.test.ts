/** What deleted stacks kept: what somebody adopted is no longer left, and no list ends at its first page. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { keptAndLeft, resourcesOf } from '../../lib/cli/aws/kept';
import { queryApi, type QueryApi, type QueryCall } from './query-api';

let api: QueryApi;
const bucket = (id: string, more = '') => `<member><LogicalResourceId>B</LogicalResourceId><ResourceType>AWS::S3::Bucket</ResourceType><PhysicalResourceId>${id}</PhysicalResourceId>${more}</member>`; // prettier-ignore
const skip = '<ResourceStatus>DELETE_SKIPPED</ResourceStatus>';
const summary = (id: string, name: string, made: string) => `<member><StackId>${id}</StackId><StackName>${name}</StackName><CreationTime>${made}</CreationTime></member>`; // prettier-ignore

/** Two deletions of data: the first kept `old` and `again`, the second `again` and `adopted`; another stack kept `strange`. */
const events: Record<string, string> = {
  first: bucket('old', skip) + bucket('again', skip) + bucket('gone', '<ResourceStatus>DELETE_COMPLETE</ResourceStatus>'), // prettier-ignore
  second: bucket('again', skip) + bucket('adopted', skip),
  other: bucket('strange', skip),
};

function answer({ action, parameters }: QueryCall): string {
  if (action === 'ListStacks')
    return `<StackSummaries>${summary('first', 'data', '2026-01-01T00:00:00Z')}${summary('second', 'data', '2026-02-01T00:00:00Z')}${summary('other', 'strangers', '2026-02-01T00:00:00Z')}</StackSummaries>`;
  if (action === 'DescribeStackEvents') return `<StackEvents>${events[parameters.get('StackName')!]}</StackEvents>`;
  if (parameters.get('NextToken') === null)
    return `<StackResourceSummaries>${Array.from({ length: 100 }, (_, index) => bucket(`b-${index}`)).join('')}</StackResourceSummaries><NextToken>2</NextToken>`;
  return `<StackResourceSummaries>${bucket('adopted')}</StackResourceSummaries>`;
}

beforeEach(async () => {
  api = await queryApi(answer);
});
afterEach(() => api.close());

test('what a stack of today has is adopted; the rest is left, each once', async () => {
  const left = await keptAndLeft('us-east-1', ['data'], ['data']);
  expect(left.map(({ PhysicalResourceId }) => PhysicalResourceId).sort()).toEqual(['again', 'old']);
});

test('while nothing is deployed everything is left', async () => {
  const left = await keptAndLeft('us-east-1', ['data'], []);
  expect(left.map(({ PhysicalResourceId }) => PhysicalResourceId).sort()).toEqual(['adopted', 'again', 'old']);
});

test('a stack of more than a hundred resources is read to its end', async () => {
  const rows = await resourcesOf(new CloudFormationClient({ region: 'us-east-1' }), 'data');
  expect(rows).toHaveLength(101);
});
