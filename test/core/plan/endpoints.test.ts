import type { Deployment } from '../../../lib/core/deployment/deployment';
import { plan } from '../../../lib/core/plan/plan';
import { brokerPolicy, controllerPolicy } from '../../../lib/core/render';
import { sample, withWalVolumes } from '../../fixtures/deployments';
import { asOf } from '../../fixtures/golden';

const secretArn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:kafka-tls-AbCdEf';
/** S3 has a gateway endpoint; KMS is called by the services, never by the machine. */
const elsewhere = ['s3', 'kms'];

const cases: readonly (readonly [string, Deployment])[] = [
  ['elastic brokers', sample()],
  ['pinned brokers', withWalVolumes()],
  ['certificates from a secret', sample({ tls: { issuer: 'secret', secretArn } })],
];

test.each(cases)('%s: what passes the endpoints is what node roles may do, no more and no less', (_, deployment) => {
  const planned = plan(deployment, asOf);
  const allowed = [brokerPolicy(planned), controllerPolicy(planned)]
    .flatMap(({ Statement }) => Statement.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action))
    .filter((action) => !elsewhere.includes(action.split(':')[0]!));
  const passing = planned.network.endpoints.flatMap(({ actions }) => actions);
  expect(passing.sort()).toEqual([...new Set(allowed)].sort());
});

test('an endpoint nobody needs is not made', () => {
  const services = (deployment: Deployment) => plan(deployment, asOf).network.endpoints.map(({ service }) => service);
  expect(services(sample())).toContain('acm-pca');
  expect(services(sample({ tls: { issuer: 'secret', secretArn } }))).not.toContain('acm-pca');
  expect(services(sample())).not.toEqual(expect.arrayContaining(['sts']));
});
