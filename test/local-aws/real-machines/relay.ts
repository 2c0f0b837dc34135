/** What machines reach as AWS: the same local AWS as the deploy's, over Unix sockets, which reach into their network. */
import { createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import { servicesAddress } from '../../e2e/boot/world/vpc';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const signedFor = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)/;

export function startRelay(sockets: string): Promise<Server> {
  const server = createServer((incoming, response) => {
    const { expect: _, ...headers } = incoming.headers;
    const service = signedFor.exec(headers.authorization ?? '')?.[1];
    const socketPath = join(sockets, service === 'cloudformation' ? 'cloudformation.sock' : 'services.sock');
    const onward = request(
      { socketPath, method: incoming.method, path: incoming.url, headers: { ...headers, host: 'localhost' } },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  return new Promise((resolve) => server.listen(80, servicesAddress, () => resolve(server)));
}
