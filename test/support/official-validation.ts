import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

/**
 * As Nest's own ValidationPipe would decide: what a compiled check may be stricter than, and never laxer. Where free JSON has a
 * member called `constructor`, class-transformer fails before class-validator is asked: that is `unreadable`.
 */
export function officialVerdict(dto: new () => object, value: unknown): 'accepted' | 'refused' | 'unreadable' {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'refused';
  let instance: object;
  try {
    instance = plainToInstance(dto, value);
  } catch {
    return 'unreadable';
  }
  const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
  return errors.length === 0 ? 'accepted' : 'refused';
}
