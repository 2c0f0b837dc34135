/** What the commands ask of S3 and Systems Manager, against services played on loopback. */
import { join } from 'node:path';
import { digest } from '../../lib/cli/aws/digest';
import { imageParameter, newestImageId } from '../../lib/cli/aws/image-id';
import { uploadOnce } from '../../lib/cli/aws/upload';
import { type FakeAws, fakeAws, pointAt } from './fake-aws';
import { folder, removeFolders } from './world';

let aws: FakeAws;
let undo: () => void;
beforeAll(async () => {
  aws = await fakeAws();
  undo = pointAt(aws.url);
});
afterAll(async () => {
  undo();
  await aws.close();
  removeFolders();
});

const target = { bucket: 'artifacts', key: 'automq/a.tgz', region: 'us-east-1' };
const archive = (text: string) => join(folder({ 'a.tgz': text }), 'a.tgz');
const ignore = () => undefined;

test('the digest is the SHA-256 of the whole file, and progress ends at its size', async () => {
  const seen: number[][] = [];
  const { hex, bytes } = await digest(archive('abc'), (...step) => seen.push(step));
  // The test vector "abc" of FIPS 180-4.
  expect(hex).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(bytes).toBe(3);
  expect(seen.pop()).toEqual([3, 3]);
});

test('uploads once, and sees the same object the second time', async () => {
  const path = archive('x'.repeat(2_000_000));
  const sum = await digest(path, ignore);
  expect(await uploadOnce(path, sum, target, ignore)).toBe('uploaded');
  expect(aws.objects.get('/artifacts/automq/a.tgz')).toHaveLength(2_000_000);
  expect(await uploadOnce(path, sum, target, ignore)).toBe('already there');
});

test('never overwrites another object', async () => {
  const path = archive('another');
  const before = aws.objects.get('/artifacts/automq/a.tgz');
  await expect(uploadOnce(path, await digest(path, ignore), target, ignore)).rejects.toThrow(/another object.*--key/);
  expect(aws.objects.get('/artifacts/automq/a.tgz')).toBe(before);
});

test('a body that is not what was announced is refused with one line', async () => {
  const path = archive('changed');
  const sum = await digest(archive('before.'), ignore);
  const upload = uploadOnce(path, sum, { ...target, key: 'new' }, ignore);
  await expect(upload).rejects.toThrow(/^could not upload to s3:\/\/artifacts\/new: BadDigest/);
});

test('the newest image comes from the public parameter of its architecture', async () => {
  aws.parameters.set(imageParameter('arm64'), 'ami-0123456789abcdef0');
  expect(await newestImageId('eu-west-1', 'arm64')).toBe('ami-0123456789abcdef0');
  await expect(newestImageId('eu-west-1', 'x86_64')).rejects.toThrow(/al2023-ami-kernel-default-x86_64 in eu-west-1/);
});

test('a parameter that holds no image id is not written anywhere', async () => {
  aws.parameters.set(imageParameter('arm64'), 'latest');
  await expect(newestImageId('eu-west-1', 'arm64')).rejects.toThrow(/'latest'/);
});
