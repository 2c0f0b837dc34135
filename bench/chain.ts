/** The longest chain of resources that wait for each other: what a real deploy takes at least, however much runs side by side. */
interface Template {
  readonly Resources: Readonly<Record<string, { readonly DependsOn?: string | readonly string[] }>>;
}

/** Logical ids, first made first. */
export function longestChain({ Resources }: Template): readonly string[] {
  const known = new Map<string, readonly string[]>();
  const chainTo = (id: string): readonly string[] => {
    const found = known.get(id);
    if (found) return found;
    const before = needs(Resources[id]).filter((other) => other in Resources);
    const chain = [...longest(before.map(chainTo)), id];
    known.set(id, chain);
    return chain;
  };
  return longest(Object.keys(Resources).map(chainTo));
}

const longest = (chains: readonly (readonly string[])[]): readonly string[] =>
  chains.reduce((best, chain) => (chain.length > best.length ? chain : best), []);

/** What a resource refers to, or depends on; names that are no resource are parameters. */
function needs(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(needs);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'DependsOn') return [inner].flat().map(String);
    if (key === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : String(inner).split('.')[0])];
    if (key === 'Fn::Sub') return [...substituted(inner), ...needs(inner)];
    return needs(inner);
  });
}

const substituted = (value: unknown): string[] =>
  [...String(Array.isArray(value) ? value[0] : value).matchAll(/\$\{([^!.}]+)/g)].map(([, name]) => name!);
