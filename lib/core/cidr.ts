/** IPv4 networks as numbers: an address is 0 to 2^32 - 1, a network its first address and the length of its prefix. */
export interface Cidr {
  readonly base: number;
  readonly prefix: number;
}

/** Addresses in a network. */
export const sizeOf = (cidr: Cidr): number => 2 ** (32 - cidr.prefix);

const lastOf = (cidr: Cidr): number => cidr.base + sizeOf(cidr) - 1;

/** Whether every address of `inner` is one of `outer`. */
export const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.base <= inner.base && lastOf(inner) <= lastOf(outer);

/** Whether the two share an address. */
export const overlaps = (a: Cidr, b: Cidr): boolean => a.base <= lastOf(b) && b.base <= lastOf(a);

/** `10.0.0.1` as a number, or nothing when it is not an address in its plain form (no leading zeros). */
export function parseAddress(text: string): number | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)) {
    return undefined;
  }
  return octets.reduce((sum, octet) => sum * 256 + Number(octet), 0);
}

export const formatAddress = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');

/** `10.0.0.0/16`, or nothing when it is malformed or when address bits behind the prefix are set, as in `10.0.0.1/16`. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address = '', length = ''] = /^([\d.]+)\/(\d|[12]\d|3[0-2])$/.exec(text) ?? [];
  const base = parseAddress(address);
  if (base === undefined) return undefined;
  const cidr = { base, prefix: Number(length) };
  return base % sizeOf(cidr) === 0 ? cidr : undefined;
}

export const formatCidr = (cidr: Cidr): string => `${formatAddress(cidr.base)}/${cidr.prefix}`;

/** As `parseCidr`, for text that was checked before. */
function known(text: string): Cidr {
  const cidr = parseCidr(text);
  if (!cidr) throw new Error(`not an IPv4 network: ${text}`);
  return cidr;
}

/** The address `offset` places after the first one of a checked network: `nthAddress('10.0.0.0/28', 4)` is `10.0.0.4`. */
export function nthAddress(network: string, offset: number): string {
  const cidr = known(network);
  if (offset < 0 || offset >= sizeOf(cidr)) throw new Error(`${network} has no address ${offset}`);
  return formatAddress(cidr.base + offset);
}

/**
 * One of the equal parts of a checked network: `slice('10.0.0.0/16', 16, 4)` is `10.0.64.0/20`.
 *
 * @param parts a power of two
 */
export function slice(network: string, parts: number, index: number): string {
  const cidr = known(network);
  const prefix = cidr.prefix + Math.log2(parts);
  if (!Number.isInteger(prefix) || prefix > 32 || index < 0 || index >= parts) {
    throw new Error(`${network} has no part ${index} of ${parts}`);
  }
  return formatCidr({ base: cidr.base + index * sizeOf({ base: 0, prefix }), prefix });
}

/** The part of a new VPC that belongs to the zone with this number: adding or removing a zone moves no other. */
export const sixteenth = (network: string, zoneNumber: number): string => slice(network, 16, zoneNumber);

/** The part of a subnet that fixed addresses come from. */
export const upperHalf = (network: string): string => slice(network, 2, 1);
