// check.mjs FOLDER...: what Grafana would not understand of the dashboards in these folders, a line each: by the types of
// @grafana/schema for a dashboard, its panels and their queries, and by the grammar of LogQL.
import { parser } from '@grafana/lezer-logql';
import fs from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const COMPOSABLE = '@grafana/schema/dist/esm/raw/composable';
const PANELS = { timeseries: 'TimeSeries', stat: 'Stat', logs: 'Logs' };
const QUERIES = { loki: 'Loki', cloudwatch: 'CloudWatch' };
const GENERATED = path.resolve('generated');

// In a file an enum is its value. The query of Prometheus is in no package that has types alone.
const HEADER = `
import type { Dashboard, DataQuery } from '@grafana/schema';
${Object.entries(PANELS).map(([type, name]) => `import type * as ${type} from '${COMPOSABLE}/${type}/panelcfg/x/${name}PanelCfg_types.gen';`).join('\n')}
${Object.entries(QUERIES).map(([type, name]) => `import type { ${name}DataQuery as ${type}Query } from '${COMPOSABLE}/${type}/dataquery/x/${name}DataQuery_types.gen';`).join('\n')}
interface prometheusQuery extends DataQuery {
  expr: string; legendFormat: string; range: boolean; instant: boolean; editorMode: 'code';
}
type Value<T> = T extends string ? \`\${T}\` : T extends object ? { [K in keyof T]: Value<T[K]> } : T;
`;

const faults = [];
const files = process.argv.slice(2).flatMap((folder) =>
  fs.readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => path.join(folder, name)));
const dashboards = files.map((file) => ({ file, json: JSON.parse(fs.readFileSync(file, 'utf8')) }));
checkTypes();
checkLogQl();
faults.forEach((fault) => console.log(fault));
console.log(`${dashboards.length} dashboards, ${faults.length} faults`);

function checkTypes() {
  fs.rmSync(GENERATED, { recursive: true, force: true });
  fs.mkdirSync(GENERATED);
  const sourceToFile = new Map(dashboards.map(({ file, json }, number) => {
    const source = path.join(GENERATED, `dashboard${number}.ts`);
    fs.writeFileSync(source, HEADER + declarations(json).join('\n'));
    return [source, file];
  }));
  const program = ts.createProgram([...sourceToFile.keys()], {
    noEmit: true, strict: true, skipLibCheck: true, types: [], lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Node10,
  });
  for (const { file: at, start, messageText } of ts.getPreEmitDiagnostics(program)) {
    const where = at ? `${sourceToFile.get(at.fileName) ?? at.fileName}: ${line(at, start)}` : '';
    faults.push(`${where}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  }
}

// A constant of its type for the dashboard and for each part of it that the dashboard's type leaves open.
function declarations(json) {
  let number = 0;
  const declare = (type, value) => `export const it${number++}: Value<${type}> = ${JSON.stringify(value, null, 1)};`;
  const made = [declare('Dashboard', json)];
  for (const panel of json.panels) {
    made.push(declare(`${panel.type}.Options`, panel.options));
    if (panel.fieldConfig.defaults.custom) {
      made.push(declare(`${panel.type}.FieldConfig`, panel.fieldConfig.defaults.custom));
    }
    for (const target of panel.targets) {
      made.push(declare(`${target.datasource.type}Query`, target));
    }
  }
  return made;
}

function line(at, start) {
  return at.text.slice(at.getLineStarts()[at.getLineAndCharacterOfPosition(start).line]).split('\n', 1)[0].trim();
}

function checkLogQl() {
  for (const { file, json } of dashboards) {
    for (const { datasource, expr } of json.panels.flatMap((panel) => panel.targets)) {
      if (datasource.type !== 'loki') continue;
      const filled = expr.replaceAll('$__auto', '5m').replace(/\$\w+/g, 'x');
      parser.parse(filled).iterate({
        enter: ({ type, from }) => {
          if (type.isError) faults.push(`${file}: not LogQL from character ${from}: ${filled}`);
        },
      });
    }
  }
}
