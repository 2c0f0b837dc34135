import {
  compareReleases,
  fatalFaultsOf,
  faultsOf,
  findRelease,
  instanceTypes,
  isKnownKey,
  knownFaults,
  regions,
  releases,
  s3RequestFloorUsd,
  zoneIdsOf,
} from '../../../lib/core/facts';

describe('instance types', () => {
  test('carry the figures of their source', () => {
    expect(instanceTypes['m7g.xlarge']).toEqual({
      type: 'm7g.xlarge',
      vcpus: 4,
      memoryGiB: 16,
      architecture: 'arm64',
      baselineGbps: 1.876,
      hourlyUsd: 0.1632,
    });
    expect(instanceTypes['r8gn.2xlarge']).toMatchObject({
      vcpus: 8,
      memoryGiB: 64,
      baselineGbps: 25,
      hourlyUsd: 0.7287,
    });
    expect(instanceTypes['m7i.large']?.architecture).toBe('x86_64');
  });

  test('cost more and move more with every size', () => {
    for (const family of new Set(Object.keys(instanceTypes).map((type) => type.split('.')[0]))) {
      const members = ['large', 'xlarge', '2xlarge', '4xlarge'].map((size) => instanceTypes[`${family}.${size}`]);
      members.slice(1).forEach((member, index) => {
        expect(member?.hourlyUsd).toBeGreaterThan(members[index]?.hourlyUsd as number);
        expect(member?.baselineGbps).toBeGreaterThan(members[index]?.baselineGbps as number);
      });
    }
  });
});

describe('regions', () => {
  test('have zone ids that no other region has', () => {
    const zones = Object.values(regions).flatMap(zoneIdsOf);
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).toContain('use1-az4');
  });

  test('name the prefix list of S3 in its form', () => {
    const ids = Object.values(regions).flatMap((region) => region.s3PrefixListId ?? []);
    expect(ids.length).toBeGreaterThanOrEqual(17);
    ids.forEach((id) => expect(id).toMatch(/^pl-[0-9a-f]{8}$/));
    expect(regions['us-east-1']?.s3PrefixListId).toBe('pl-63a5400a');
  });
});

describe('releases', () => {
  test('are ordered by their numbers, not their letters', () => {
    expect(compareReleases('1.4.1', '1.7.3')).toBeLessThan(0);
    expect(compareReleases('1.10.0', '1.9.9')).toBeGreaterThan(0);
    expect(compareReleases('1.7.3', '1.7.3')).toBe(0);
  });

  test('lost the WAL on volumes after 1.4.1', () => {
    const withVolumes = Object.values(releases).filter((release) => release.walTypes.includes('ebs'));
    expect(withVolumes.map((release) => release.tag)).toEqual(['1.4.1']);
    expect(findRelease('enterprise', '5.5.3')?.walTypes).toContain('ebs');
  });

  test('are unknown under the number of the other edition', () => {
    expect(findRelease('open-source', '5.5.3')).toBeUndefined();
    expect(findRelease('enterprise', '1.7.3')).toBeUndefined();
    expect(findRelease('open-source', 'toString')).toBeUndefined();
  });
});

describe('known faults', () => {
  const fatal = (release: string, walType: 's3' | 'ebs'): string[] =>
    fatalFaultsOf({ release, walType, edition: 'open-source' }).map((fault) => fault.name);

  test('need no acceptance in the default release', () => expect(fatal('1.7.3', 's3')).toEqual([]));

  test('disappear with the release that fixes them', () => {
    expect(fatal('1.6.0', 's3')).toContain('s3-slow-down-kills-recovery');
    expect(fatal('1.6.7', 's3')).toEqual(['no-such-upload-halts-broker', 'duplicate-node-id-never-stops']);
    expect(fatal('1.7.1', 's3')).toEqual(['duplicate-node-id-never-stops']);
  });

  test('depend on the WAL', () => {
    expect(fatal('1.4.1', 'ebs')).toContain('ebs-wal-without-failover');
    expect(fatal('1.4.1', 's3')).not.toContain('ebs-wal-without-failover');
    expect(fatal('1.4.1', 'ebs')).not.toContain('s3-slow-down-kills-recovery');
  });

  test('say nothing about the enterprise edition', () =>
    expect(faultsOf({ release: '5.5.3', edition: 'enterprise', walType: 'ebs' })).toEqual([]));

  test('have names of their own and a source each', () => {
    expect(new Set(knownFaults.map((fault) => fault.name)).size).toBe(knownFaults.length);
    knownFaults.forEach((fault) => expect(fault.source).toMatch(/AutoMQ (issue|pull request) \d+/));
  });
});

describe('property keys', () => {
  test.each([
    ['automq.zonerouter.channels', '1.7.3', true],
    ['automq.zonerouter.channels', '1.4.1', false],
    ['s3.wal.path', '1.4.1', true],
    ['s3.wal.pathh', '1.7.3', false],
    ['s3.wal.upload.interval.ms', '1.6.0', false],
    ['autobalancer.reporter.ssl.truststore.location', '1.7.3', true],
    ['autobalancer.unheard.of', '1.7.3', false],
    ['node.id', '1.4.1', true],
  ])('%s in %s: %p', (key, release, known) => expect(isKnownKey(key, release)).toBe(known));
});

describe('prices', () => {
  test('give the request floor of a busy broker', () => {
    expect(s3RequestFloorUsd(250).put).toBeCloseTo(52.56, 2);
    expect(s3RequestFloorUsd(250).get).toBeCloseTo(4.2, 1);
    expect(s3RequestFloorUsd(500).put).toBeCloseTo(26.28, 2);
  });
});
