/**
 * The Node language host, as much of it as a run needs: Pulumi's own is a Go module that no registry at hand serves. What it
 * starts is the SDK's own runner, as the real one does.
 */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import * as empty from 'google-protobuf/google/protobuf/empty_pb';
import * as service from '@pulumi/pulumi/proto/language_grpc_pb';
import * as messages from '@pulumi/pulumi/proto/language_pb';
import * as plugin from '@pulumi/pulumi/proto/plugin_pb';

type Call<T> = grpc.ServerUnaryCall<T, unknown>;
type Answer = (error: grpc.ServiceError | null, value?: unknown) => void;

const SDK = dirname(require.resolve('@pulumi/pulumi/package.json'));
/** The last argument; flags come before it. */
const engine = process.argv.at(-1)!;

/** The runner's flags and environment, as the SDK's `cmd/run` reads them. */
function run({ request }: Call<messages.RunRequest>, answer: Answer): void {
  const info = request.getInfo()!;
  const options = info.getOptions()?.toJavaScript() as { nodeargs?: string };
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    'root-directory': info.getRootDirectory(),
    pwd: request.getPwd(),
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const dryRun = request.getDryrun() ? ['--dry-run'] : [];
  const nodeArgs = (options.nodeargs ?? '').split(' ').filter(Boolean);
  const runner = [...nodeArgs, join(SDK, 'cmd/run'), ...given, ...dryRun, info.getEntryPoint()];
  const env = {
    ...process.env,
    PULUMI_NODEJS_TYPESCRIPT: 'false',
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().getEntryList())),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
  };
  const child = spawn(process.execPath, runner, { cwd: info.getProgramDirectory(), env, stdio: ['ignore', 2, 2] });
  child.on('exit', (code) => {
    const response = new messages.RunResponse();
    // 32: the program has told the user already what to do.
    if (code === 32) response.setBail(true);
    else if (code !== 0) response.setError(`the program ended with code ${code}`);
    answer(null, response);
  });
}

const info = new plugin.PluginInfo();
info.setVersion('0.0.0');

const answers: Record<string, (call: Call<never>, answer: Answer) => void> = {
  handshake: (_, answer) => answer(null, new messages.LanguageHandshakeResponse()),
  getPluginInfo: (_, answer) => answer(null, info),
  getRequiredPlugins: (_, answer) => answer(null, new messages.GetRequiredPluginsResponse()),
  getRequiredPackages: (_, answer) => answer(null, new messages.GetRequiredPackagesResponse()),
  about: (_, answer) => answer(null, new messages.AboutResponse()),
  getProgramDependencies: (_, answer) => answer(null, new messages.GetProgramDependenciesResponse()),
  runtimeOptionsPrompts: (_, answer) => answer(null, new messages.RuntimeOptionsResponse()),
  cancel: (_, answer) => answer(null, new empty.Empty()),
  run,
};

const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
const methods = Object.keys(service.LanguageRuntimeService as object);
const unavailable = (name: string) => (_: unknown, answer: Answer) =>
  answer({ code: grpc.status.UNIMPLEMENTED, details: name } as grpc.ServiceError);
const implementation = Object.fromEntries(methods.map((name) => [name, answers[name] ?? unavailable(name)]));
server.addService(service.LanguageRuntimeService as never, implementation as never);
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
