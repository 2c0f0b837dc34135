import { Failure } from '../failures';

export type Architecture = 'arm64' | 'x86_64';

/** Public parameter in which AWS keeps the id of the newest Amazon Linux 2023 image (Amazon Linux 2023 user guide, "Get started"). */
export const imageParameter = (architecture: Architecture): string =>
  `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`;

export async function newestImageId(region: string, architecture: Architecture): Promise<string> {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const client = new SSMClient({ region });
  const name = imageParameter(architecture);
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
    const id = Parameter?.Value ?? '';
    if (!/^ami-[0-9a-f]{8,17}$/.test(id)) throw new Error(`it holds '${id}', which is no image id`);
    return id;
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Failure(`could not read the public parameter ${name} in ${region}: ${reason}`);
  } finally {
    client.destroy();
  }
}
