/** What a client must know of a cluster. */
export interface Target {
  readonly domain: string;
  /** Host to addresses, as the private zone answers. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** Who issued the nodes' certificates, PEM. */
  readonly authorities: string;
  /** Of the administrator. */
  readonly password: string;
  /** @default - the name of the whole cluster */
  readonly bootstrap?: readonly string[];
  /** Command that starts a program where the cluster can be reached. @default - here */
  readonly inside?: readonly string[];
}

export const bootstrapOf = ({ domain, bootstrap = [`bootstrap.${domain}:9092`] }: Target): readonly string[] =>
  bootstrap;
