import { App } from 'cdktf';
import { apis } from './stacks/apis.ts';
import { BootstrapStack } from './stacks/bootstrap-stack.ts';
import { EnvironmentStack } from './stacks/environment-stack.ts';
import { environments } from './stacks/environments.ts';

const app = new App();
const parts = { ...apis, bundles: 'dist/lambdas' };

new BootstrapStack(app, 'bootstrap', environments.prod);
new EnvironmentStack(app, 'dev', { environment: environments.dev, ...parts });
new EnvironmentStack(app, 'staging', { environment: environments.staging, ...parts });
new EnvironmentStack(app, 'prod', { environment: environments.prod, ...parts });

app.synth();
