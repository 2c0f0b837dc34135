/** Resources and bytes of each template beside what CloudFormation takes. */
import { type Look, table } from '../table';
import { share, whole } from '../units';
import type { PlanView, Templates } from './view';

/** Quotas of CloudFormation: resources of one template, and bytes of a template passed as an S3 object. */
export const templateLimits = { resources: 500, bytes: 1_000_000 } as const;

export function templates(sizes: Templates, look: Look): string {
  if ('unknown' in sizes) return sizes.unknown;
  return table(
    [
      { title: 'stack' },
      { title: 'resources', align: 'right' },
      { title: `of ${templateLimits.resources}`, align: 'right' },
      { title: 'bytes', align: 'right' },
      { title: `of ${whole(templateLimits.bytes)}`, align: 'right' },
    ],
    sizes.map(({ stack, resources, bytes }) => [
      stack,
      String(resources),
      share(resources, templateLimits.resources),
      whole(bytes),
      share(bytes, templateLimits.bytes),
    ]),
    look,
  );
}

/** Says nothing where one file gives all values. */
export function origins(view: Pick<PlanView, 'origins'>, look: Look): string {
  const files = [...new Set(Object.values(view.origins))];
  if (files.length < 2) return '';
  const given = (file: string) => Object.entries(view.origins).flatMap(([path, by]) => (by === file ? [path] : []));
  return table(
    [{ title: 'file' }, { title: 'gives', wraps: true }],
    files.map((file) => [file, given(file).join(', ')]),
    look,
  );
}
