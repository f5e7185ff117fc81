import { label } from './chart.js';
import { steps, pareto, minutes, percent } from './losses.js';
import * as machine from './machine.js';
import * as format from './format.js';

/** What ECharts is told to draw of production. Pure. */

const BAR = 24;
const MOST_STOPS = 10;

// ---- the waterfall

export function waterfallHeight(figure) {
  return steps(figure).length * BAR + 8;
}

export function waterfall(figure, colours, width) {
  const rows = steps(figure);
  const most = Math.max(1, ...rows.map(({ to }) => to));
  return {
    grid: { left: 112, right: width < 460 ? 112 : 148, top: 2, bottom: 6 },
    xAxis: { type: 'value', min: 0, max: most, show: false },
    yAxis: categories(rows.map(({ name }) => name), colours, { emphasised: (i) => rows[i].level, width: 104 }),
    series: [
      { type: 'bar', stack: 'step', silent: true, barWidth: 15, data: rows.map(({ from }) => from), itemStyle: { color: 'transparent' } },
      {
        type: 'bar', stack: 'step', barWidth: 15, barMinHeight: 1.5, cursor: 'default',
        data: rows.map((row) => ({ value: row.to - row.from, itemStyle: style(row.colour, colours, row.ms < 0) })),
      },
      // A series of its own for the words, so that they stand in a column and are read like a table.
      {
        type: 'scatter', silent: true, symbolSize: 0, data: rows.map((row, i) => [most, i]),
        label: {
          show: true, position: 'right', distance: 10, color: colours.soft, fontSize: 12,
          formatter: ({ dataIndex }) => amount(rows[dataIndex], width),
          rich: { b: { color: colours.text, fontWeight: 600, fontSize: 12 }, m: { color: colours.muted, fontSize: 11 } },
        },
      },
    ],
  };
}

function amount(row, width) {
  const sign = row.level ? '' : row.ms < 0 ? '+' : '\u2212';
  const time = `${sign}${minutes(Math.abs(row.ms))}`;
  const pieces = row.pieces === undefined ? '' : `${row.last || row.loss === 'scrap' ? '' : '≈ '}${format.number(Math.round(Math.abs(row.pieces)))}${width < 460 ? '' : ' pcs'}`;
  return row.level ? `{b|${time}}  {m|${pieces}}` : `${time}  {m|${pieces}}`;
}

export function waterfallTip(figure, { dataIndex, seriesIndex }) {
  const row = seriesIndex === 1 && steps(figure)[dataIndex];
  if (!row) return undefined;
  const pieces = row.pieces === undefined ? [] : [row.last || row.loss === 'scrap' ? `${format.number(Math.round(row.pieces))} pieces`
    : `the time of about ${format.number(Math.round(Math.abs(row.pieces)))} pieces`];
  return [row.name, minutes(Math.abs(row.ms)) + (row.ms < 0 ? ' faster than ideal' : ''), ...pieces];
}

// ---- the stops

export function paretoHeight(stops) {
  return Math.min(stops.length, MOST_STOPS) * BAR + 26;
}

export function paretoChart(stops, colours) {
  const rows = pareto(stops, MOST_STOPS);
  return {
    grid: { left: 158, right: 84, top: 22, bottom: 4 },
    xAxis: [
      { type: 'value', min: 0, max: Math.max(1, ...rows.map(({ ms }) => ms)), show: false },
      {
        type: 'value', min: 0, max: 1, position: 'top', interval: 0.5, axisLine: { show: false }, axisTick: { show: false },
        axisLabel: { color: colours.muted, fontSize: 11, formatter: (share) => `${share * 100} %`, margin: 6 }, splitLine: { lineStyle: { color: colours.line } },
      },
    ],
    yAxis: categories(rows.map((row) => stopWords(row)), colours, { width: 148 }),
    series: [
      {
        type: 'bar', barWidth: 15, barMinHeight: 1.5, cursor: 'default',
        data: rows.map((row) => ({ value: row.ms, itemStyle: style(row.rest ? 'level' : machine.group(row), colours) })),
      },
      {
        type: 'line', xAxisIndex: 1, silent: true, symbol: 'circle', symbolSize: 7, data: rows.map((row, i) => [row.share, i]),
        itemStyle: { color: colours.text, borderColor: colours.ground, borderWidth: 1 }, lineStyle: { color: colours.text, width: 1.4 },
      },
      {
        type: 'scatter', xAxisIndex: 1, silent: true, symbolSize: 0, data: rows.map((row, i) => [1, i]),
        label: {
          show: true, position: 'right', distance: 8, color: colours.soft, fontSize: 12, formatter: ({ dataIndex }) => `${minutes(rows[dataIndex].ms)}  {m|${rows[dataIndex].times}×}`,
          rich: { m: { color: colours.muted, fontSize: 11 } },
        },
      },
    ],
  };
}

export function paretoTip(stops, { dataIndex, seriesIndex }) {
  const row = seriesIndex === 0 && pareto(stops, MOST_STOPS)[dataIndex];
  if (!row) return undefined;
  return [stopWords(row), ...(row.rest ? [] : [row.state]), `${minutes(row.ms)} in ${format.number(row.times)} ${row.times === 1 ? 'stop' : 'stops'}`,
    `${percent(row.share)} with those above it`];
}

function stopWords(row) {
  if (row.rest) return `${row.rest} others`;
  const state = row.state.replaceAll('-', ' ');
  return row.reason ?? (['stopped', 'fault'].includes(machine.group(row)) ? `${state}, no reason` : state);
}

// ---- the timeline

export function timelineHeight(machines) {
  return Math.max(1, machines.length) * 34 + 26;
}

/** @param data { from, to, now, machines: [{ name, states }] } */
export function timeline(data, colours, width) {
  const { from, to, now, machines } = data;
  const hatch = hatched(colours.unknown);
  const all = flat(data);
  const left = machines.length > 1 ? 112 : 10;
  return {
    grid: { left, right: 10, top: 4, bottom: 22 },
    xAxis: {
      type: 'time', min: from, max: to, splitNumber: Math.max(3, Math.round(width / 110)),
      axisLine: { lineStyle: { color: colours.axis } }, axisTick: { lineStyle: { color: colours.axis } },
      axisLabel: { color: colours.muted, hideOverlap: true, formatter: (time) => label(time, to - from) }, splitLine: { show: false },
    },
    yAxis: { ...categories(machines.map(({ name }) => name), colours, { width: 96 }), show: machines.length > 1 },
    series: [{
      type: 'custom', cursor: 'default', clip: true,
      encode: { x: [1, 2], y: 0 },
      data: all.map(({ row, state }) => [row, Math.max(from, Date.parse(state.start)), Math.min(to, Date.parse(state.end))]),
      renderItem: (parameters, api) => {
        const { state } = all[parameters.dataIndex];
        const [x, y] = api.coord([api.value(1), api.value(0)]);
        const right = api.coord([api.value(2), api.value(0)])[0];
        return bar(state, x, y, Math.max(1, right - x), colours, hatch);
      },
      markLine: now > from && now < to ? {
        silent: true, symbol: 'none', label: { show: false }, lineStyle: { color: colours.accent, width: 1, type: 'solid' }, data: [{ xAxis: now }],
      } : undefined,
    }],
  };
}

/** Full height means that it produces: what stands is lower, so that it is seen without seeing colours. */
function bar(state, x, y, width, colours, hatch) {
  const group = machine.group(state);
  const size = { running: 24, slow: 24, unknown: 24, idle: 6 }[group] ?? 15;
  const shape = { x, y: y + 12 - size, width: width > 3 ? width - 0.6 : width, height: size };
  const shown = group === 'running' ? 'running' : state.reason ?? state.state.replaceAll('-', ' ');
  const children = [{ type: 'rect', shape, style: group === 'unknown' ? { fill: colours.unknown, opacity: 0.22 } : { fill: colours[group] } }];
  if (group === 'unknown') children.push({ type: 'rect', shape, style: { fill: { image: hatch, repeat: 'repeat' }, opacity: 0.7 } });
  if (size > 12 && width > 14 + shown.length * 6.2) {
    children.push({
      type: 'text', silent: true,
      style: { text: shown, x: x + width / 2, y: y + 12 - size / 2, align: 'center', verticalAlign: 'middle', fontSize: 11, fill: ink(group, colours), fontFamily: 'system-ui, sans-serif' },
    });
  }
  return { type: 'group', children };
}

/** What is read on a state: dark on what is bright in both schemes. */
function ink(group, colours) {
  if (group === 'unknown') return colours.text;
  return ['running', 'fault', 'planned'].includes(group) ? colours.ground : colours.ink;
}

function flat({ machines }) {
  return machines.flatMap(({ states }, row) => states.map((state) => ({ row, state })));
}

export function timelineTip(data, { dataIndex, componentType }) {
  const at = componentType === 'series' && flat(data)[dataIndex];
  if (!at) return undefined;
  const { state } = at;
  const [start, end] = [Date.parse(state.start), Date.parse(state.end)];
  return [
    `${state.state.replaceAll('-', ' ')}${state.microstop ? ', microstop' : ''}`,
    ...(machine.group(state) === 'running' ? [] : [state.reason ?? 'no reason known']),
    `${format.clock(start)} – ${state.lasts ? 'it lasts' : format.clock(end)}, ${minutes(end - start)}`,
    ...(state.code ? [`code ${state.code}`] : []),
    ...(data.machines.length > 1 ? [data.machines[at.row].name] : []),
  ];
}

// ---- in common

function categories(names, colours, { emphasised = () => false, width }) {
  return {
    type: 'category', inverse: true, data: names, axisLine: { show: false }, axisTick: { show: false },
    axisLabel: {
      width, overflow: 'truncate', margin: 8, interval: 0, fontSize: 12, color: colours.soft, formatter: (name, i) => (emphasised(i) ? `{b|${name}}` : name),
      rich: { b: { color: colours.text, fontWeight: 600, fontSize: 12 } },
    },
  };
}

function style(colour, colours, gained = false) {
  const fill = colours[colour] ?? colours.level;
  if (gained) return { color: 'transparent', borderColor: fill, borderWidth: 1.5, borderType: 'dashed' };
  if (colour === 'unknown') return { color: fill, opacity: 0.4 };
  return { color: fill };
}

function hatched(colour) {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const pencil = tile.getContext('2d');
  pencil.strokeStyle = colour;
  pencil.beginPath();
  for (const shift of [-8, 0, 8]) {
    pencil.moveTo(shift, 8);
    pencil.lineTo(shift + 8, 0);
  }
  pencil.stroke();
  return tile;
}
