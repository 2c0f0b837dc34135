/** Volumes: files behind loop devices, which show up in a machine where udev would put them on Nitro. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sh } from './shell';

export class Disks {
  /** Instance to loop devices. */
  private readonly attached = new Map<string, string[]>();

  constructor(
    private readonly folder: string,
    /** First process of an instance. */
    public pidOf: (instance: string) => number = () => 0,
  ) {}

  attach(volume: string, instance: string): void {
    const file = join(this.folder, volume);
    if (!existsSync(file)) sh(`truncate -s 1G ${file}`);
    const device = sh(`losetup --find --show ${file}`).trim();
    this.attached.set(instance, [...(this.attached.get(instance) ?? []), device]);
    const minor = device.replace('/dev/loop', '');
    const inside = `nsenter -t ${this.pidOf(instance)} -m --`;
    sh(`${inside} mknod ${device} b 7 ${minor}`);
    sh(`${inside} ln -s ${device} /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replace('-', '')}`);
  }

  /** After a machine is gone. */
  release(instance: string): void {
    for (const device of this.attached.get(instance) ?? []) sh(`losetup -d ${device}`);
    this.attached.delete(instance);
  }

  close(): void {
    for (const instance of [...this.attached.keys()]) this.release(instance);
  }
}
