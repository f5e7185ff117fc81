import { niceRange } from './pen.js';
import * as format from './format.js';
import * as words from './words.js';

export const MARGIN = { left: 62, top: 26, bottom: 26 };
const PENS = 6;

/** ECharts, told what to draw. It is large, so it is fetched with the first trend. */
export class Chart {
  constructor(element) {
    this.element = element;
    this.right = 18;
    this.colours();
    this.ready = import('echarts').then((echarts) => {
      if (this.disposed) return;
      this.echarts = echarts.init(element, null, { renderer: 'canvas' });
    });
  }

  colours() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    this.palette = {
      pens: Array.from({ length: PENS }, (_, i) => read(`--pen-${i + 1}`)),
      text: read('--muted'),
      line: read('--grid'),
      axis: read('--line-strong'),
      bad: read('--bad'),
      gap: read('--gap'),
    };
    this.hatch = hatch(this.palette.bad);
    this.gapHatch = hatch(this.palette.gap, true);
  }

  penColour(i) {
    return this.palette.pens[i % PENS];
  }

  resize() {
    this.echarts?.resize();
  }

  dispose() {
    this.disposed = true;
    this.echarts?.dispose();
  }

  /** @param holds whether the last value holds until the end of the view */
  draw([from, to], curves, holds) {
    if (!this.echarts) return;
    const axes = this.#axes(curves, from, to);
    this.right = axes[1] && !axes[1].isBoolean ? 62 : 18;
    this.echarts.setOption({
      animation: false,
      grid: { left: MARGIN.left, right: this.right, top: MARGIN.top, bottom: MARGIN.bottom },
      textStyle: { fontFamily: 'system-ui, sans-serif' },
      xAxis: {
        type: 'time', min: from, max: to, splitNumber: Math.max(3, Math.round(this.element.clientWidth / 130)),
        axisLine: { lineStyle: { color: this.palette.axis } },
        axisTick: { lineStyle: { color: this.palette.axis } },
        axisLabel: { color: this.palette.text, hideOverlap: true, formatter: (time) => label(time, to - from), showMinLabel: false, showMaxLabel: false },
        splitLine: { show: true, lineStyle: { color: this.palette.line } },
      },
      yAxis: axes.map((axis, i) => this.#yAxis(axis, i)),
      series: curves.flatMap((curve, i) => this.#series(curve, i, axes, [from, to], holds)),
    }, { notMerge: true, lazyUpdate: false });
  }

  /** One axis for each unit; the first stands left, the second right, further ones are not shown. */
  #axes(curves, from, to) {
    const axes = [];
    for (const curve of curves) {
      const key = curve.isBoolean ? '\u0000boolean' : curve.unit;
      let axis = axes.find((known) => known.key === key);
      if (!axis) {
        axis = { key, unit: curve.unit, isBoolean: curve.isBoolean, min: Infinity, max: -Infinity, curves: [] };
        axes.push(axis);
      }
      axis.curves.push(curve);
      for (const run of curve.drawn?.runs ?? []) {
        run.forEach((point, i) => {
          // What holds from before the view counts, and so does what the line leaves the view towards.
          if ((run[i + 1]?.t ?? point.t) < from || (run[i - 1]?.t ?? point.t) > to) return;
          axis.min = Math.min(axis.min, point.min);
          axis.max = Math.max(axis.max, point.max);
        });
      }
    }
    return axes;
  }

  #yAxis(axis, i) {
    // Beside other pens a boolean keeps to the foot of the chart.
    const range = axis.isBoolean ? { min: i === 0 ? -0.15 : -0.3, max: i === 0 ? 1.15 : 8, interval: 1 } : niceRange(axis.min, axis.max, Math.max(2, Math.round(this.element.clientHeight / 60)));
    const decimals = Math.max(0, Math.min(6, -Math.floor(Math.log10(range.interval) + 1e-9) + (String(range.interval).includes('25') ? 1 : 0)));
    return {
      type: 'value', show: i === 0 || i === 1 && !axis.isBoolean, position: i === 0 ? 'left' : 'right', ...range,
      name: axis.isBoolean ? '' : axis.unit, nameLocation: 'end', nameGap: 10,
      nameTextStyle: { color: this.palette.text, align: i === 0 ? 'right' : 'left', padding: i === 0 ? [0, 8, 0, 0] : [0, 0, 0, 8] },
      axisLine: { show: false }, axisTick: { show: false },
      axisLabel: axis.isBoolean
        ? { color: this.palette.text, customValues: [0, 1], formatter: (value) => (value ? 'true' : 'false') }
        : { color: this.palette.text, formatter: (value) => format.number(value, decimals), margin: 10 },
      splitLine: { show: i === 0 && !axis.isBoolean, lineStyle: { color: this.palette.line } },
    };
  }

  #series(curve, i, axes, [from, to], holds) {
    if (!curve.drawn) return [];
    const yAxisIndex = axes.findIndex((axis) => axis.curves.includes(curve));
    const color = this.penColour(i);
    const { runs } = curve.drawn;
    const few = runs.reduce((sum, run) => sum + run.length, 0) < 60;
    const data = [];
    for (const run of runs) {
      if (data.length) data.push([run[0].t, null, 0]);
      for (const point of run) data.push([point.t, point.v, (few || run.length === 1) && !point.held ? 1 : 0]);
    }
    const last = runs.at(-1)?.at(-1);
    const common = { yAxisIndex, silent: true, clip: true };
    const series = [this.#gaps(curve, i, [from, to], common), this.#badSpans(curve, i, [from, to], common), this.#band(curve, color, common), {
      ...common, type: 'line', data, connectNulls: false, step: curve.isBoolean ? 'end' : false, z: 4 + (i === 0 ? 1 : 0),
      showSymbol: true, symbol: 'circle', symbolSize: (value) => (value[2] ? 4 : 0), itemStyle: { color },
      lineStyle: { color, width: data.length > 700 ? 1.1 : i === 0 ? 1.8 : 1.4, join: 'round' },
      areaStyle: curve.isBoolean ? { color, opacity: i === 0 ? 0.12 : 0.2, origin: 0 } : undefined,
    }];
    const until = Math.min(to, ...curve.drawn.gaps.filter((gap) => last && gap.to > last.t && gap.from >= last.t).map((gap) => gap.from));
    if (holds && last && !curve.drawn.open && last.t < until) {
      series.push({ ...common, type: 'line', data: [[last.t, last.v], [until, last.v]], showSymbol: false, z: 3, lineStyle: { color, width: 1.2, type: [2, 3], opacity: 0.8 } });
    }
    return series;
  }

  /** The room between the least and the greatest value of each span: no peak is lost however far one looks back. */
  #band(curve, color, common) {
    const runs = curve.drawn.runs.filter((run) => run.some((point) => point.max > point.min));
    return {
      ...common, type: 'custom', z: 2, data: runs.map((run) => [run[0].t, run[0].v]),
      renderItem: (parameters, api) => {
        const run = runs[parameters.dataIndex];
        const upper = run.map((point) => api.coord([point.t, point.max]));
        const lower = run.map((point) => api.coord([point.t, point.min])).reverse();
        return { type: 'polygon', shape: { points: [...upper, ...lower] }, style: { fill: color, opacity: 0.24 } };
      },
    };
  }

  /** What was not delivered: faint and hatched the other way over the full height, a strip at the top for each further pen. */
  #gaps(curve, i, [from, to], common) {
    const gaps = curve.drawn.gaps.filter((gap) => gap.to > from && gap.from < to);
    return {
      ...common, type: 'custom', z: 0, data: gaps.map((gap) => [Math.max(gap.from, from), 0]),
      renderItem: (parameters, api) => {
        const gap = gaps[parameters.dataIndex];
        const area = parameters.coordSys;
        const left = Math.max(area.x, api.coord([Math.max(gap.from, from), 0])[0]);
        const right = Math.min(area.x + area.width, api.coord([Math.min(gap.to, to), 0])[0]);
        const shape = { x: left, y: i === 0 ? area.y : area.y + 6 * (i - 1), width: Math.max(1.5, right - left), height: i === 0 ? area.height : 5 };
        const edge = (x) => ({ type: 'line', shape: { x1: x, y1: shape.y, x2: x, y2: shape.y + shape.height }, style: { stroke: this.palette.gap, lineWidth: 1, lineDash: [3, 3], opacity: 0.7 } });
        const text = words.reason(gap.reason);
        return {
          type: 'group',
          children: [
            { type: 'rect', shape, style: { fill: this.palette.gap, opacity: i === 0 ? 0.07 : 0.5 } },
            { type: 'rect', shape, style: { fill: { image: this.gapHatch, repeat: 'repeat' }, opacity: i === 0 ? 0.28 : 0.8 } },
            ...(i === 0 ? [edge(left), edge(right)] : []),
            ...(i === 0 && shape.width > 12 + 6 * text.length ? [{ type: 'text', style: { text, x: left + shape.width / 2, y: shape.y + 7, align: 'center', fill: this.palette.text, fontSize: 11, fontFamily: 'system-ui, sans-serif' } }] : []),
          ],
        };
      },
    };
  }

  /** Bad quality: hatched and red over the full height for the first pen, a strip at the foot for each further one. */
  #badSpans(curve, i, [from, to], common) {
    const spans = curve.drawn.bad.filter(([start, end]) => end > from && start < to);
    return {
      ...common, type: 'custom', z: 1, data: spans.map(([start]) => [Math.max(start, from), 0]),
      renderItem: (parameters, api) => {
        const [start, end] = spans[parameters.dataIndex];
        const area = parameters.coordSys;
        const left = Math.max(area.x, api.coord([Math.max(start, from), 0])[0]);
        const right = Math.min(area.x + area.width, api.coord([Math.min(end, to), 0])[0]);
        const height = i === 0 ? area.height : 5;
        const y = i === 0 ? area.y : area.y + area.height - 6 * i;
        const shape = { x: left, y, width: Math.max(1.5, right - left), height };
        return {
          type: 'group',
          children: [
            { type: 'rect', shape, style: { fill: this.palette.bad, opacity: i === 0 ? 0.1 : 0.7 } },
            ...(i === 0 ? [{ type: 'rect', shape, style: { fill: { image: this.hatch, repeat: 'repeat' }, opacity: 0.5 } }] : []),
          ],
        };
      },
    };
  }
}

/** A time at an axis over a span of so many milliseconds. */
export function label(time, span) {
  const text = format.clock(time);
  if (span <= 900_000) return text;
  const isMidnight = text === '00:00:00';
  if (isMidnight || span > 3 * 86_400_000 && text.endsWith('00:00') && text.startsWith('00')) return format.date(time).slice(5);
  return text.slice(0, 5);
}

/** A pattern of slanting lines, so that a bad span is seen without seeing red. */
function hatch(color, falling = false) {
  const tile = document.createElement('canvas');
  tile.width = 8;
  tile.height = 8;
  const pencil = tile.getContext('2d');
  pencil.strokeStyle = color;
  pencil.lineWidth = 1;
  pencil.beginPath();
  for (const shift of [-8, 0, 8]) {
    pencil.moveTo(shift, falling ? 0 : 8);
    pencil.lineTo(shift + 8, falling ? 8 : 0);
  }
  pencil.stroke();
  return tile;
}
