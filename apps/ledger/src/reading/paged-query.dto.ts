import { IsInt, IsString, Length, Min } from 'class-validator';
import { Documented, IsInstantText, NumberFromText, Optional } from '../validation/index.ts';

/** Which page, and of what at least. How large a page may be is a setting: `pagingOf` holds to it. */
export class PageQueryDto {
  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(1)
  @Documented({
    description:
      'Items on a page: at most `PDL_PAGE_COUNT_MAX` of the ledger, 1000 by default. Default 100. Exports have no pages.',
  })
  limit?: number;

  @Optional()
  @IsString()
  @Length(1, 512)
  @Documented({ description: 'As a page gave it for the next, with the same filters.' })
  cursor?: string;

  @Optional()
  @NumberFromText()
  @IsInt()
  @Min(0)
  @Documented({ description: 'Wait, for a bounded time, until this position can be read: the one a receipt names.' })
  atLeast?: number;
}

/** Which page of what was known when. */
export class PagedQueryDto extends PageQueryDto {
  @Optional()
  @IsInstantText()
  @Documented({
    description:
      'What the ledger knew then: what had been recorded by that time. Merges of subjects are followed as they stand now, whatever the time.',
  })
  knownAt?: string;
}

/** Where to go on, and how far the answer reaches. */
export class PageEndDto {
  @Optional()
  @IsString()
  @Length(1, 512)
  @Documented({ description: 'Cursor of the next page. A page may be short, even empty, and still have a next one.' })
  readonly next?: string;

  @Optional()
  @IsInt()
  @Min(0)
  @Documented({
    description: 'Position in the log up to which the answer is complete. Absent while nothing is recorded.',
  })
  readonly position?: number;
}

export function pageEndOf({
  nextCursor,
  head,
}: {
  readonly nextCursor: string | undefined;
  readonly head: number | undefined;
}): PageEndDto {
  return {
    ...(nextCursor === undefined ? {} : { next: nextCursor }),
    ...(head === undefined ? {} : { position: head }),
  };
}

export const instantIn = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text);

export const instantText = (instant: number): string => new Date(instant).toISOString();
