/** What the engine needs before it starts: a Python environment with its pinned packages, and the schema as JSON. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { writeSchema } from './schema';

const cache = join(__dirname, '../../.cache/local-aws');
const requirements = join(__dirname, 'requirements.txt');

/** Path of the Python of an environment of its own; made on first use, and again when the pinned versions change. */
export function preparePython(): string {
  const [python, installed] = [join(cache, 'bin/python'), join(cache, 'requirements.txt')];
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(requirements, 'utf8')) return python;
  run('python3', ['-m', 'venv', '--clear', cache]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]);
  copyFileSync(requirements, installed);
  return python;
}

/** Path of the schema, made once for each version of the published data. */
export function prepareSchema(): string {
  const { version } = JSON.parse(readFileSync(require.resolve('@aws-cdk/aws-service-spec/package.json'), 'utf8')) as {
    version: string;
  };
  const file = join(cache, `schema-${version}.json`);
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true });
    writeSchema(`${file}.${process.pid}`);
    renameSync(`${file}.${process.pid}`, file);
  }
  return file;
}

/** The one line that tells what is missing, or undefined. */
export function missingForLocalAws(): string | undefined {
  try {
    execFileSync('python3', ['-c', 'import sys, venv, ensurepip; assert sys.version_info >= (3, 10)'], {
      stdio: 'ignore',
    });
    return undefined;
  } catch {
    return 'Python 3.10 or newer with venv is missing (Debian: apt-get install python3-venv)';
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
