/** Address ranges of rules and routes. */

/** Shorter prefixes than these mean a good part of the internet, whatever a rule calls it. */
const [WIDE_V4, WIDE_V6] = [8, 32];

/** Ranges of IPv6 that no router of the internet carries: unique local and link-local addresses. */
const LOCAL_V6 = /^f(?:[cd]|e[89ab])/i;

/** What a rule says where nothing of it is known: somebody decides it later. */
export const ANYTHING = 'anything';

/** A rule may name several parties; one that means everybody, or a good part of it, is enough. */
export const isOpen = (party: string): boolean => party.split(', ').some(isWide);

function isWide(party: string): boolean {
  if (party.startsWith(ANYTHING)) return true;
  const [, address = '', bits = ''] = /^([\d.]+|[\da-f:.]*:[\da-f:.]*)\/(\d+)$/i.exec(party) ?? [];
  if (bits === '') return false;
  return address.includes(':')
    ? Number(bits) < WIDE_V6 && (!LOCAL_V6.test(address) || Number(bits) < 7)
    : Number(bits) < WIDE_V4;
}
