/** Holds recorded inputs to the types that the SDK carries: every name, every nested name, every enumeration. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, type Call } from './cli';

/** What the compiler says about the inputs as literals of `<Resource>Args`; empty when it is content. */
export function typeMistakes(calls: readonly Call[]): string {
  // Inside the project, so that the SDK resolves.
  const folder = mkdtempSync(join(ROOT, '.cache/pulumi-inputs-'));
  try {
    writeFileSync(join(folder, 'inputs.ts'), calls.map(declaration).join('\n'));
    const options = {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      types: [],
      module: 'commonjs',
      moduleResolution: 'bundler',
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['inputs.ts'] }));
    return spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' }).stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `aws:s3/bucket:Bucket` -> `BucketArgs` of `@pulumi/aws/s3/bucket`. */
function declaration({ type, name, inputs }: Call, index: number): string {
  const [, module, resource] = type.split(':');
  const args = `import('@pulumi/aws/${module}').${resource}Args`;
  return `// ${name}\nexport const input${index}: ${args} = ${JSON.stringify(inputs)};`;
}
