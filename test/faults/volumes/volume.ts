import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @throws Error with what the command said. */
export function run(command: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr.trim()}`);
}

/** Why no volume can be mounted here, if so. Tried, since a container may be root and still not be allowed to. */
export function mountRefusal(): string | undefined {
  if (process.platform !== 'linux') return 'volumes are mounted on Linux only';
  if (process.getuid?.() !== 0) return 'mounting a volume needs root';
  return refusalOf(() => Tmpfs.ofSize(1).unmount());
}

/** Why there can be no ext4 image here, if so. */
export function loopRefusal(): string | undefined {
  if (mountRefusal() !== undefined) return mountRefusal();
  if (!existsSync('/dev/loop-control')) return 'there are no loop devices (/dev/loop-control)';
  return refusalOf(() => {
    const image = Ext4Image.make(8);
    image.mount().unmount();
    image.remove();
  });
}

function refusalOf(attempt: () => void): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Something mounted on a folder of its own. */
export class Volume {
  readonly folder = mkdtempSync(join(tmpdir(), 'pdl-volume-'));

  get freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.folder);
    return bavail * bsize;
  }

  mount(...what: readonly string[]): void {
    try {
      run('mount', ...what, this.folder);
    } catch (error) {
      rmSync(this.folder, { recursive: true });
      throw error;
    }
  }

  unmount(): void {
    run('umount', this.folder);
    rmSync(this.folder, { recursive: true });
  }
}

const MEBIBYTE = 1_048_576;

/** A small disk in memory, that can be filled. */
export class Tmpfs extends Volume {
  static ofSize(mebibytes: number): Tmpfs {
    const volume = new Tmpfs();
    volume.mount('-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs');
    return volume;
  }

  /** Takes all space but this. */
  fill(leaveBytes: number): void {
    this.empty();
    const bytes = Math.max(0, this.freeBytes - leaveBytes);
    try {
      writeFileSync(this.#ballast, Buffer.alloc(bytes));
    } catch (error) {
      // Whoever writes beside us may have taken some of it meanwhile: then it is full the sooner.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  empty(): void {
    rmSync(this.#ballast, { force: true });
  }

  get #ballast(): string {
    return join(this.folder, 'ballast');
  }
}

/** A disk in a file: what is in the file is what a power cut leaves. */
export class Ext4Image {
  readonly file: string;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.file = join(folder, 'disk.img');
  }

  static make(mebibytes: number): Ext4Image {
    const image = new Ext4Image(mkdtempSync(join(tmpdir(), 'pdl-disk-')));
    writeFileSync(image.file, '');
    truncateSync(image.file, mebibytes * MEBIBYTE);
    run('mkfs.ext4', '-q', '-F', image.file);
    return image;
  }

  /** As it is at this moment, beside the disk that is in use. */
  copy(): Ext4Image {
    const image = new Ext4Image(mkdtempSync(join(tmpdir(), 'pdl-disk-')));
    mkdirSync(image.#folder, { recursive: true });
    run('cp', '--sparse=always', this.file, image.file);
    return image;
  }

  /** The journal is written when somebody asks for it, and not by itself every few seconds in the midst of a copy. */
  mount(): Volume {
    const volume = new Volume();
    volume.mount('-o', 'loop,commit=300', this.file);
    return volume;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
