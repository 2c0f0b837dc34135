import fc from 'fast-check';
import {
  contains,
  formatAddress,
  formatCidr,
  nthAddress,
  overlaps,
  parseAddress,
  parseCidr,
  sixteenth,
  sizeOf,
  slice,
  upperHalf,
  type Cidr,
} from '../../lib/core/cidr';

const networks = fc
  .record({ address: fc.integer({ min: 0, max: 2 ** 32 - 1 }), prefix: fc.integer({ min: 0, max: 32 }) })
  .map(({ address, prefix }): Cidr => {
    const size = 2 ** (32 - prefix);
    return { base: Math.floor(address / size) * size, prefix };
  });

const addressesOf = (cidr: Cidr): number[] => Array.from({ length: sizeOf(cidr) }, (_, index) => cidr.base + index);

describe('IPv4 networks', () => {
  test('survive being written and read again', () => {
    fc.assert(fc.property(networks, (cidr) => expect(parseCidr(formatCidr(cidr))).toEqual(cidr)));
  });

  test('addresses survive being written and read again', () => {
    fc.assert(fc.property(fc.nat(2 ** 32 - 1), (n) => expect(parseAddress(formatAddress(n))).toBe(n)));
  });

  test.each(['', '10.0.0.0', '10.0.0.1/16', '10.0.0.0/33', '10.0.0/8', '256.0.0.0/8', '010.0.0.0/8', '10.0.0.0/08'])(
    'refuses %p',
    (text) => expect(parseCidr(text)).toBeUndefined(),
  );

  test('contain exactly the networks whose every address they hold', () => {
    const small = networks.map(
      (cidr) => parseCidr(`10.0.0.${(cidr.base & 15) << 4}/${28 + (cidr.prefix % 5)}`) as Cidr,
    );
    fc.assert(
      fc.property(small, small, (a, b) => {
        const shared = addressesOf(b).filter((address) => addressesOf(a).includes(address));
        expect(contains(a, b)).toBe(shared.length === sizeOf(b));
        expect(overlaps(a, b)).toBe(shared.length > 0);
      }),
    );
  });

  test('are cut into equal parts that do not overlap and fill them', () => {
    fc.assert(
      fc.property(
        networks.filter((cidr) => cidr.prefix <= 28),
        (cidr) => {
          const parts = Array.from({ length: 16 }, (_, index) => parseCidr(sixteenth(formatCidr(cidr), index)) as Cidr);
          expect(parts.every((part) => contains(cidr, part))).toBe(true);
          expect(parts.reduce((sum, part) => sum + sizeOf(part), 0)).toBe(sizeOf(cidr));
          expect(new Set(parts.map((part) => part.base)).size).toBe(16);
        },
      ),
    );
  });

  test('give a zone its sixteenth and nodes the upper half of it', () => {
    expect(sixteenth('10.40.0.0/16', 4)).toBe('10.40.64.0/20');
    expect(upperHalf('10.40.64.0/20')).toBe('10.40.72.0/21');
    expect(nthAddress('10.40.72.0/21', 8)).toBe('10.40.72.8');
  });

  test('have no address or part beyond their end', () => {
    expect(() => nthAddress('10.0.0.0/30', 4)).toThrow('10.0.0.0/30 has no address 4');
    expect(() => slice('10.0.0.0/30', 16, 0)).toThrow('has no part');
    expect(() => slice('10.0.0.0/16', 16, 16)).toThrow('has no part');
  });
});
