/** Boots: that a stack waits for nodes that serve, and that a broken archive ends a deploy. */
import type { Plan } from '../../core';
import { type Account, until } from './account';
import { allGroups, type Check, judged, notRun, stackOf } from './check';

/** What CloudFormation writes for each signal (CloudFormation user guide, CreationPolicy). */
const SIGNAL = /^Received SUCCESS signal with UniqueId (\S+)/;

const waitsForServing: Check = {
  id: 'waits-for-serving',
  shows: 'the stack was complete only after its brokers had said that they serve',
  run: async (plan, account) => {
    const stack = stackOf(plan, 'cluster');
    const [events, made] = await Promise.all([account.events(stack), account.resources(stack)]);
    const groups = Object.entries(made).filter(([, physicalId]) => allGroups(plan).includes(physicalId));
    const created = groups.flatMap(([logicalId, name]) => {
      const own = events.filter((event) => event.logicalId === logicalId);
      const complete = own.find(({ status, reason }) => status === 'CREATE_COMPLETE' && !SIGNAL.test(reason));
      return complete
        ? [{ name, complete: complete.time, signals: own.filter(({ reason }) => SIGNAL.test(reason)) }]
        : [];
    });
    if (created.length === 0) return notRun(`${stack} has no event of a group that was created (kept for 90 days)`);
    const early = created.filter(({ complete, signals }) => !signals.some(({ time }) => time <= complete));
    const count = created.reduce((sum, { signals }) => sum + signals.length, 0);
    return judged(
      early.map(({ name }) => `${name} was complete before any of its machines had signalled`),
      [`${created.length} groups were complete after ${count} success signals of their machines`],
    );
  },
};

/** A broken archive ends the deploy within what a boot may take, and the way back takes as long again. */
const LIMIT_SECONDS = 2 * 20 * 60;

const brokenArchive: Check = {
  id: 'broken-archive',
  shows: 'an archive with a wrong checksum stops at the first machine, and the stack rolls back within its limit',
  changes: 'updates the cluster stack with a wrong checksum; one controller is replaced, twice',
  run: async (plan, account) => {
    const { archive } = plan.cluster;
    const stack = stackOf(plan, 'cluster');
    if (archive === 'baked') return notRun('the archive is part of the image');
    const template = await account.template(stack);
    if (!template.includes(archive.sha256)) return notRun('the deployed stack has another archive than the file');
    const [before, started] = [await machines(plan, account), account.now()];
    const wrong = template.replaceAll(archive.sha256, '0'.repeat(archive.sha256.length));
    const status = await account.update(stack, wrong, LIMIT_SECONDS);
    const minutes = Math.ceil((account.now() - started) / 60_000);
    await until(account, LIMIT_SECONDS, async () => (await machines(plan, account)).flatMap(({ ids }) => ids).length >= total(before)); // prettier-ignore
    const after = await machines(plan, account);
    const touched = after.filter(({ ids }, index) => `${ids}` !== `${before[index]!.ids}`).map(({ name }) => name);
    const faults = [
      ...(status === 'UPDATE_ROLLBACK_COMPLETE' ? [] : [`${stack} ended as ${status}`]),
      ...(touched.length > 1 ? [`more than one group was touched: ${touched.join(', ')}`] : []),
    ];
    return judged(faults, [
      `${stack} was rolled back after ${minutes} minutes`,
      `touched: ${touched.join(', ') || 'no machine'}; ${allGroups(plan).length - touched.length} groups kept every machine`,
    ]);
  },
};

interface GroupMachines {
  readonly name: string;
  readonly ids: readonly string[];
}

export const machines = (plan: Plan, account: Account): Promise<readonly GroupMachines[]> =>
  Promise.all(
    allGroups(plan).map(async (name) => ({
      name,
      ids: ((await account.group(name))?.machines ?? []).map(({ id }) => id).sort(),
    })),
  );

const total = (groups: readonly GroupMachines[]): number => groups.flatMap(({ ids }) => ids).length;

export const bootChecks: readonly Check[] = [waitsForServing, brokenArchive];
