import { rowsOf, unexplained, type Finding } from '../../scripts/opinions';

const finding = (resource: string, check_id = 'CKV_AWS_18'): Finding => ({
  check_id,
  check_name: 'logs',
  resource,
  file_path: '/a.json',
});
const rows = rowsOf('# why\nCKV_AWS_18 AWS::S3::Bucket.Logs it would never end\n');

test('a row explains its check on its resource', () => {
  expect(unexplained([finding('AWS::S3::Bucket.LogsBucket26D7D411')], rows)).toEqual([]);
});

test.each([
  ['the same check on another resource', finding('AWS::S3::Bucket.Data1')],
  ['another check on the same resource', finding('AWS::S3::Bucket.Logs1', 'CKV_AWS_21')],
])('%s stands', (_, other) => {
  expect(unexplained([finding('AWS::S3::Bucket.Logs1'), other], rows)).toEqual([
    `/a.json: ${other.resource}: ${other.check_id} logs`,
  ]);
});

test('a row that explains nothing stands', () => {
  expect(unexplained([], rows)).toEqual(['second-opinions.txt: CKV_AWS_18 AWS::S3::Bucket.Logs answers no finding']);
});

test('a row without a reason is none', () => {
  expect(() => rowsOf('CKV_AWS_18 AWS::S3::Bucket.Logs')).toThrow(/reason/);
});
