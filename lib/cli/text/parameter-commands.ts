/** Commands that set parameters, and those that give them back to the file, for each engine. */

export interface ParameterCommands {
  readonly set: string;
  readonly back: string;
}

export interface ParametersToSet {
  /** Deployment file, as the user named it. */
  readonly file: string;
  /** CloudFormation stack that has them. */
  readonly stack: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** `--exclusively`: the CDK CLI gives `--parameters` to every stack it deploys, and CloudFormation refuses those it does not know. */
export function cdkCommands({ file, stack, parameters }: ParametersToSet): ParameterCommands {
  const deploy = `npx cdk deploy ${stack} --exclusively -c deployment=${file}`;
  const command = (values: readonly (readonly [string, string])[]): string =>
    [deploy, ...values.map(([id, value]) => `--parameters ${id}=${value}`)].join(' \\\n    ');
  return {
    set: command(Object.entries(parameters)),
    back: command(Object.keys(parameters).map((id) => [id, 'file'])),
  };
}

/** Seasons of a Pulumi stack are configuration: `seasons` of `automq-byoc`, by the name of the parameter. */
export function pulumiCommands({ parameters }: ParametersToSet): ParameterCommands {
  const entry = (id: string): string => `--path automq-byoc:seasons.${id}`;
  const set = Object.entries(parameters).map(([id, value]) => `pulumi config set ${entry(id)} ${value}`);
  const back = Object.keys(parameters).map((id) => `pulumi config rm ${entry(id)}`);
  return { set: [...set, 'pulumi up'].join('\n'), back: [...back, 'pulumi up'].join('\n') };
}
