import { declaredSettings, type DeclaredSetting } from './setting.ts';
import { Settings } from './settings.ts';

const BEGIN = '<!-- settings: generated, do not edit -->';
const END = '<!-- /settings -->';

/** The settings as a Markdown table, in the order of their declaration. */
export function renderSettingsTable(): string {
  const rows = declaredSettings(Settings).map(
    (setting) =>
      `| \`${setting.env}\` | ${setting.description}${setting.secret ? ' Secret.' : ''} | ${defaultCell(setting)} |`,
  );
  return ['| Setting | What it does | Default |', '|---|---|---|', ...rows].join('\n');
}

function defaultCell(setting: DeclaredSetting): string {
  return setting.defaultText ?? (setting.default === undefined ? 'none' : `\`${setting.default}\``);
}

/**
 * The text with the table between its two markers renewed.
 * @throws Error where the markers are missing.
 */
export function withSettingsTable(text: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`The text needs the lines "${BEGIN}" and "${END}".`);
  return `${text.slice(0, begin)}${BEGIN}\n${renderSettingsTable()}\n${text.slice(end)}`;
}
