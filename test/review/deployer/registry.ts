/**
 * Permissions that CloudFormation's own handlers ask for (`handlers.*.permissions` of the resource registry). They travel inside
 * cfn-lint, which the local AWS's Python environment holds already.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { preparePython } from '../../local-aws/prepare';

interface Schema {
  readonly handlers?: Readonly<Record<string, { readonly permissions: readonly string[] }>>;
}

export class Registry {
  private readonly folder: string;
  private readonly files: Readonly<Record<string, string>>;

  constructor() {
    const lib = join(preparePython(), '../../lib');
    const python = readdirSync(lib).find((name) => existsSync(join(lib, name, 'site-packages/cfnlint')))!;
    this.folder = join(lib, python, 'site-packages/cfnlint/data/schemas');
    this.files = json(join(this.folder, 'providers/us-east-1.json'));
  }

  /** Absent for a type that is not in the registry. Without `list`, which no deploy calls. */
  permissions(type: string): readonly string[] | undefined {
    const file = this.files[type];
    if (file === undefined) return undefined;
    const { handlers } = json<Schema>(join(this.folder, 'resources', `${file}.json`));
    if (handlers === undefined) return undefined;
    const rows = Object.entries(handlers).filter(([verb]) => verb !== 'list');
    return [...new Set(rows.flatMap(([, { permissions }]) => permissions))];
  }
}

const json = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
