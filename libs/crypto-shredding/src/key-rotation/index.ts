export type { Rotation, RotationProgress } from './rotation.ts';
export { rotatePostgresVault, rotateSqliteVault } from './rotate-vault.ts';
export type { RotatePostgresOptions, RotateSqliteOptions } from './rotate-vault.ts';
