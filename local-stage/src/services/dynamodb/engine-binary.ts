import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };

/** The DynamoDB engine has no package for this platform, or it is not installed. */
export class EngineMissing extends Error {
  override readonly name = 'EngineMissing';
}

const engineVersion = manifest.optionalDependencies['@dynoxide/linux-x64'];

/**
 * Path of the engine's executable, from the package of the platform.
 *
 * @param platform `linux`, as Node names it. @default the host's
 * @param architecture `x64`, as Node names it. @default the host's
 * @throws {EngineMissing} saying how to go on.
 */
export function findEngineBinary(platform: string = process.platform, architecture: string = process.arch): string {
  const name = `@dynoxide/${platform}-${architecture}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    return join(folder, platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    throw new EngineMissing(
      `DynamoDB needs the dynoxide engine for ${platform}-${architecture}, but the package ${name} is not installed. ` +
        `Install it with "npm install --no-save ${name}@${engineVersion}", ` +
        'or name a running DynamoDB-compatible server with --dynamodb-endpoint URL',
    );
  }
}
