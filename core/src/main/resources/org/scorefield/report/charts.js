/* Turns what a chart shows (the JSON beside it) into what the chart library draws. Defines `scorefieldCharts`. */
(function () {
  'use strict';
  var NARROW = 520;
  /* Points beyond which sharp drawing is too slow. */
  var MOST_SHARP = 4000;

  function escape(text) {
    return String(text).replace(/[&<>"']/g, function (c) { return '&#' + c.charCodeAt(0) + ';'; });
  }

  /* ---- appearance: the colours are those of the style sheet ---- */

  function appearance() {
    var style = getComputedStyle(document.documentElement);
    function token(name) { return style.getPropertyValue('--' + name).trim(); }
    return {
      ink: token('ink'), muted: token('muted'), rule: token('rule'), grid: token('grid'),
      surface: token('surface'), accent: token('accent'), sunken: token('sunken'),
      hues: [1, 2, 3, 4, 5, 6].map(function (k) { return token('series-' + k); }),
      heat: [1, 2, 3, 4, 5].map(function (k) { return token('heat-' + k); }),
      diverging: [token('cold'), token('zero'), token('warm')],
      font: style.fontFamily
    };
  }

  function hue(look, k) { return look.hues[k % look.hues.length]; }

  function minus(text) { return String(text).replace('-', '\u2212'); }

  function tickText(value) {
    if (value === 0) { return '0'; }
    var size = Math.abs(value);
    if (size >= 1e6 || size < 1e-3) {
      var parts = value.toExponential(2).split('e');
      var power = String(Number(parts[1])).replace(/-/, '\u207b').replace(/\d/g, function (d) {
        return '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'[d];
      });
      return minus(Number(parts[0])) + ' \u00d7 10' + power;
    }
    return minus(Number(value.toPrecision(6)));
  }

  /* ---- tooltips: every number comes as text; everything is escaped ---- */

  function tip(title, rows) {
    return '<div class="tip">' + (title ? '<b>' + escape(title) + '</b>' : '') + '<table>'
      + rows.map(function (row) {
        return '<tr><td>' + (row.k === undefined ? '' : '<span class="dot s' + (row.k % 6 + 1) + '"></span>')
          + '</td><td>' + escape(row.name) + '</td><td>' + escape(row.text) + '</td></tr>';
      }).join('') + '</table></div>';
  }

  function tooltip(look, trigger, formatter) {
    return {
      trigger: trigger, confine: true, formatter: formatter, transitionDuration: 0,
      backgroundColor: look.surface, borderColor: look.rule, borderWidth: 1, padding: [8, 12],
      extraCssText: 'border-radius:10px;box-shadow:0 6px 24px rgba(0,0,0,.14);max-width:min(24rem,80vw);white-space:normal',
      axisPointer: { type: 'line', lineStyle: { color: look.muted, width: 1, type: 'solid' }, label: { show: false } }
    };
  }

  /* ---- axes: logarithmic ones come transformed, with their own ticks, drawn as marked lines ---- */

  function axis(spec, look, split) {
    var common = {
      type: 'value', inverse: spec.reversed, min: null, max: null, splitNumber: split, scale: true,
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: look.grid } },
      axisLabel: { color: look.muted, fontSize: 12, hideOverlap: true, formatter: tickText }
    };
    if (spec.log && spec.min !== undefined) {
      common.min = spec.min;
      common.max = spec.max;
      common.axisLabel = { show: false };
      common.splitLine = { show: false };
    } else if (spec.min !== undefined) {
      common.scale = !(spec.min <= 0.35 * spec.max);
    }
    return common;
  }

  function tickLines(spec, key, look, crossing, narrow) {
    if (!spec.log || !spec.ticks) { return []; }
    return spec.ticks.filter(function (tick) { return !narrow || tick[1] !== ''; }).map(function (tick) {
      var line = {
        label: { show: tick[1] !== '', formatter: tick[1], position: crossing.reversed ? 'end' : 'start', distance: 7, color: look.muted, fontSize: 12 },
        lineStyle: { color: look.grid, width: 1, type: 'solid', opacity: tick[1] === '' ? 0.5 : 1 }
      };
      line[key] = tick[0];
      return line;
    });
  }

  function grid(spec, look, narrow) {
    return tickLines(spec.x, 'xAxis', look, spec.y, narrow).concat(tickLines(spec.y, 'yAxis', look, spec.x, narrow));
  }

  function widest(spec) {
    return (spec.ticks || []).reduce(function (most, tick) { return Math.max(most, tick[1].length); }, 0);
  }

  /* Carries lines, areas and the extent; draws nothing itself. The library puts marked lines at depth 5: curves go above. */
  var DEPTH = 6;

  function frame(spec, lines, areas) {
    var corners = [];
    if (spec.x.min !== undefined && spec.y.min !== undefined) {
      corners = [[spec.x.log ? spec.x.min : spec.xLow, spec.y.log ? spec.y.min : spec.yLow],
        [spec.x.log ? spec.x.max : spec.xHigh, spec.y.log ? spec.y.max : spec.yHigh]];
    }
    return {
      type: 'line', name: '\u0000frame', silent: true, symbol: 'none', data: corners, animation: false,
      lineStyle: { opacity: 0 }, tooltip: { show: false },
      /* By itself the library rounds the places of lines to two decimals: 1 % on a logarithmic axis. */
      markLine: { silent: true, symbol: 'none', animation: false, precision: 12, data: lines },
      markArea: { silent: true, animation: false, data: areas }
    };
  }

  function plane(spec, look, width, top) {
    return {
      left: spec.y.log ? Math.max(24, 14 + 6.6 * widest(spec.y)) : 4,
      right: 18, top: top, bottom: spec.x.log ? 52 : 34, containLabel: true
    };
  }

  function named(axisOption, name, look) {
    axisOption.name = name;
    axisOption.nameLocation = 'middle';
    axisOption.nameGap = 31;
    axisOption.nameTextStyle = { color: look.muted, fontSize: 13 };
    return axisOption;
  }

  function textWidth(texts, size, look) {
    var pen = document.createElement('canvas').getContext('2d');
    pen.font = size + 'px ' + look.font;
    return Math.ceil(Math.max.apply(null, [0].concat(texts.map(function (text) { return pen.measureText(text).width; })))) + 4;
  }

  function base(look) {
    return { animation: false, textStyle: { fontFamily: look.font, color: look.ink }, aria: { enabled: false } };
  }

  /* ---- line charts ---- */

  function segments(points) {
    var found = [];
    var run = [];
    points.concat([[null, null, null, null]]).forEach(function (p) {
      if (p[1] !== null && p[3] !== null) { run.push(p); return; }
      if (run.length > 0) { found.push(run); }
      run = [];
    });
    return found;
  }

  function floorOf(spec, low) { return low === null ? spec.y.min : low; }

  function band(series, k, spec, look) {
    var runs = segments(series.points);
    return {
      type: 'custom', name: series.name, silent: true, clip: true, z: DEPTH, tooltip: { show: false },
      encode: { x: [0, 1], y: [2, 3] },
      data: runs.map(function (run) {
        return [run[0][0], run[run.length - 1][0],
          Math.min.apply(null, run.map(function (p) { return floorOf(spec, p[2]); })),
          Math.max.apply(null, run.map(function (p) { return p[3]; }))];
      }),
      renderItem: function (params, api) {
        var run = runs[params.dataIndex];
        var upper = run.map(function (p) { return api.coord([p[0], p[3]]); });
        var lower = run.map(function (p) { return api.coord([p[0], floorOf(spec, p[2])]); });
        return { type: 'polygon', shape: { points: upper.concat(lower.reverse()) }, style: { fill: hue(look, k), opacity: 0.16 } };
      }
    };
  }

  function whisker(from, to, horizontal, cap, colour) {
    function segment(a, b) {
      return { type: 'line', shape: { x1: a[0], y1: a[1], x2: b[0], y2: b[1] }, style: { stroke: colour, lineWidth: 1.5, fill: null } };
    }
    var dx = horizontal ? 0 : cap;
    var dy = horizontal ? cap : 0;
    return {
      type: 'group', children: [segment(from, to)].concat([from, to].map(function (end) {
        return segment([end[0] - dx, end[1] - dy], [end[0] + dx, end[1] + dy]);
      }))
    };
  }

  function whiskers(series, k, spec, look) {
    var points = series.points.filter(function (p) { return p[1] !== null && p[3] !== null; });
    return {
      type: 'custom', name: series.name, silent: true, clip: true, z: DEPTH, tooltip: { show: false },
      encode: { x: 0, y: [1, 2] },
      data: points.map(function (p) { return [p[0], floorOf(spec, p[2]), p[3]]; }),
      renderItem: function (params, api) {
        var x = api.value(0);
        return whisker(api.coord([x, api.value(1)]), api.coord([x, api.value(2)]), false, 4, hue(look, k));
      }
    };
  }

  /* Once hues repeat, dashes tell curves apart. */
  function dash(series, k, look) {
    var round = Math.floor(k / look.hues.length) % 3;
    if (round > 0) { return round === 1 ? [2, 3] : [9, 3, 2, 3]; }
    return series.stroke === 'dashed' ? [6, 4] : 'solid';
  }

  function curve(series, k, look) {
    var marks = series.stroke === 'points';
    var weight = marks ? 0 : series.stroke === 'bold' ? 4 : 2;
    return {
      type: 'line', name: series.name, zlevel: 0, z: DEPTH + 1 + k, symbol: 'path://' + series.shape, symbolSize: marks ? 9 : 7,
      showSymbol: series.marked, showAllSymbol: true, connectNulls: false, clip: true,
      lineStyle: { width: weight, type: dash(series, k, look), color: hue(look, k) },
      itemStyle: { color: hue(look, k), borderWidth: 0 }, emphasis: { scale: 1.3, lineStyle: { width: weight } },
      data: series.points.map(function (p) { return { value: [p[0], p[1]], x: p[4], y: p[5] }; })
    };
  }

  function markLines(spec, look, narrow) {
    var rank = 0;
    return spec.marks.filter(function (m) { return m.from === undefined && (m.x || m.x === 0 || m.y || m.y === 0); })
      .map(function (m) {
        var vertical = m.x !== undefined;
        var share = vertical && spec.x.max > spec.x.min ? (m.x - spec.x.min) / (spec.x.max - spec.x.min) : 0.5;
        if (spec.x.reversed) { share = 1 - share; }
        var line = {
          label: {
            show: true, formatter: function () { return m.label; }, color: look.ink, fontSize: 12, fontWeight: 600, distance: vertical ? 5 + 16 * (rank % 2) : 4,
            position: vertical ? (spec.y.reversed ? 'start' : 'end') : 'insideEndTop', align: vertical ? (share > 0.75 ? 'right' : share < 0.25 ? 'left' : 'center') : undefined,
            width: narrow ? 150 : 320, overflow: 'truncate'
          },
          lineStyle: { color: look.ink, width: 1.25, type: [3, 3], opacity: 0.85 }
        };
        if (vertical) { line.xAxis = m.x; rank += 1; } else { line.yAxis = m.y; }
        return line;
      });
  }

  function markAreas(spec, look, width) {
    return spec.marks.filter(function (m) { return typeof m.from === 'number' && typeof m.to === 'number'; })
      .map(function (m) {
        var room = Math.abs(m.to - m.from) / (spec.x.max - spec.x.min) * (width - 70);
        return [{
          xAxis: m.from, name: m.label, itemStyle: { color: look.accent, opacity: 0.07 },
          label: { show: true, formatter: '{b}', position: 'insideTop', distance: 8, color: look.muted, fontSize: 12, lineHeight: 15, width: Math.max(60, room - 8), overflow: 'break' }
        }, { xAxis: m.to }];
      });
  }

  function extent(spec) {
    ['x', 'y'].forEach(function (key) {
      spec[key + 'Low'] = spec[key].low;
      spec[key + 'High'] = spec[key].high;
    });
  }

  function lineOption(spec, look, width) {
    extent(spec);
    var narrow = width < NARROW;
    var verticals = spec.marks.filter(function (m) { return typeof m.x === 'number'; }).length;
    var option = base(look);
    option.grid = plane(spec, look, width, verticals > 1 ? 42 : verticals === 1 ? 26 : 12);
    option.xAxis = named(axis(spec.x, look, narrow ? 4 : 8), spec.xName, look);
    option.yAxis = axis(spec.y, look, 5);
    option.legend = { show: false };
    option.tooltip = tooltip(look, 'axis', function (hits) {
      var seen = hits.filter(function (hit) { return hit.seriesType === 'line' && hit.data && hit.data.x !== undefined; });
      if (seen.length === 0) { return ''; }
      var same = seen.every(function (hit) { return hit.data.x === seen[0].data.x; });
      return tip(same ? spec.xName + ': ' + seen[0].data.x : spec.xName, seen.map(function (hit) {
        var k = spec.series.findIndex(function (s) { return s.name === hit.seriesName; });
        return { k: k, name: hit.seriesName + (same ? '' : ' at ' + hit.data.x), text: hit.data.y };
      }));
    });
    option.series = [frame(spec, grid(spec, look, narrow).concat(markLines(spec, look, narrow)), markAreas(spec, look, width))];
    spec.series.forEach(function (series, k) {
      option.series.push((series.errors === 'band' ? band : whiskers)(series, k, spec, look));
      option.series.push(curve(series, k, look));
    });
    return option;
  }

  /* ---- bar charts: bars lie, so that long names fit ---- */

  var BAR_LAYOUT = { barGap: '15%', barCategoryGap: '28%' };

  function barWhiskers(series, k, count, look) {
    return {
      type: 'custom', name: series.name, silent: true, z: 4, tooltip: { show: false }, encode: { x: [1, 2], y: 0 },
      data: series.points.map(function (p, i) { return [i, p[1], p[2]]; })
        .filter(function (d) { return d[1] !== null; }),
      renderItem: function (params, api) {
        var layout = api.barLayout({ barGap: BAR_LAYOUT.barGap, barCategoryGap: BAR_LAYOUT.barCategoryGap, count: count })[k];
        var from = api.coord([api.value(1), api.value(0)]);
        var to = api.coord([api.value(2), api.value(0)]);
        from[1] += layout.offsetCenter;
        to[1] += layout.offsetCenter;
        return whisker(from, to, true, Math.min(5, layout.width / 3), look.ink);
      }
    };
  }

  function barOption(spec, look, width) {
    var narrow = width < NARROW;
    var option = base(look);
    var size = narrow ? 12 : 13;
    var label = Math.min(textWidth(spec.categories, size, look), width * (narrow ? 0.46 : 0.38));
    option.grid = { left: label + 12, right: 20, top: 6, bottom: 28 };
    option.xAxis = {
      type: 'value', axisLine: { show: false }, axisTick: { show: false }, splitNumber: narrow ? 2 : 6,
      splitLine: { lineStyle: { color: look.grid } }, axisLabel: { color: look.muted, fontSize: 12, formatter: tickText, hideOverlap: true }
    };
    option.yAxis = {
      type: 'category', inverse: true, data: spec.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: look.muted } },
      axisLabel: { color: look.ink, fontSize: size, width: label, overflow: 'break', interval: 0, lineHeight: 16 }
    };
    option.legend = { show: false };
    option.tooltip = tooltip(look, 'axis', function (hits) {
      var seen = hits.filter(function (hit) { return hit.seriesType === 'bar'; });
      return seen.length === 0 ? '' : tip(spec.categories[seen[0].dataIndex], seen.map(function (hit) {
        return { k: hit.seriesIndex, name: hit.seriesName, text: hit.data.text };
      }));
    });
    option.tooltip.axisPointer = { type: 'shadow', shadowStyle: { color: look.muted, opacity: 0.1 } };
    option.series = spec.series.map(function (series, k) {
      return {
        type: 'bar', name: series.name, stack: spec.stacked ? 'whole' : undefined, barMaxWidth: 30,
        barGap: BAR_LAYOUT.barGap, barCategoryGap: BAR_LAYOUT.barCategoryGap,
        itemStyle: { color: hue(look, k), borderColor: look.surface, borderWidth: spec.stacked ? 0.5 : 0, borderRadius: spec.stacked ? 0 : [0, 3, 3, 0] },
        data: series.points.map(function (p) { return { value: p[0], text: p[3] }; })
      };
    });
    if (!spec.stacked) {
      spec.series.forEach(function (series, k) { option.series.push(barWhiskers(series, k, spec.series.length, look)); });
    }
    return option;
  }

  /* ---- scatter charts ---- */

  function scatterOption(spec, look, width, height) {
    extent(spec);
    var narrow = width < NARROW;
    var option = base(look);
    option.grid = plane(spec, look, width, 12);
    option.xAxis = named(axis(spec.x, look, narrow ? 4 : 8), spec.xName, look);
    option.yAxis = axis(spec.y, look, 6);
    if (spec.equal && spec.x.min !== undefined) { equalise(option, spec, width, height); }
    option.legend = { show: false };
    option.tooltip = tooltip(look, 'item', function (hit) {
      return tip(hit.seriesName, [{ name: spec.xName, text: hit.data.x }, { name: spec.yLabel, text: hit.data.y }]);
    });
    var count = spec.series.reduce(function (n, s) { return n + s.points.length; }, 0);
    option.series = [frame(spec, grid(spec, look, narrow), [])].concat(spec.series.map(function (series, k) {
      return {
        type: 'scatter', name: series.name, symbol: 'path://' + series.shape, symbolSize: count > 800 ? 4 : count > 200 ? 5.5 : 8, z: DEPTH,
        itemStyle: { color: hue(look, k), opacity: count > 200 ? 0.6 : 0.85 },
        data: series.points.map(function (p) { return { value: [p[0], p[1]], x: p[2], y: p[3] }; })
      };
    }));
    return option;
  }

  /* One unit as long along y as along x: the shorter span is widened about its middle. */
  function equalise(option, spec, width, height) {
    var room = [width - 64, height - 68];
    var unit = Math.max((spec.x.max - spec.x.min) / room[0], (spec.y.max - spec.y.min) / room[1]);
    option.grid = { left: 44, right: 20, top: 12, bottom: 56, containLabel: false };
    [[option.xAxis, spec.x, room[0]], [option.yAxis, spec.y, room[1]]].forEach(function (a) {
      var middle = (a[1].min + a[1].max) / 2;
      a[0].min = middle - unit * a[2] / 2;
      a[0].max = middle + unit * a[2] / 2;
      a[0].axisLabel.showMinLabel = false;
      a[0].axisLabel.showMaxLabel = false;
    });
  }

  /* ---- heat maps ---- */

  function heatOption(spec, look, width) {
    var option = base(look);
    function side(labels) {
      return {
        type: 'category', data: labels, axisTick: { show: false }, axisLine: { show: false }, splitArea: { show: false },
        axisLabel: { color: look.muted, fontSize: 12, hideOverlap: true }
      };
    }
    option.grid = { left: Math.min(textWidth(spec.rows, 12, look), width * 0.35) + 10, right: 8, top: 40, bottom: 52 };
    option.xAxis = named(side(spec.columns), spec.xName, look);
    option.yAxis = side(spec.rows);
    option.yAxis.inverse = true;
    option.yAxis.axisLabel.width = width * 0.35;
    option.yAxis.axisLabel.overflow = 'truncate';
    option.tooltip = tooltip(look, 'item', function (hit) {
      return tip('', [{ name: spec.yName, text: spec.rows[hit.data.value[1]] }, { name: spec.xName, text: spec.columns[hit.data.value[0]] },
        { name: spec.measure, text: hit.data.text }]);
    });
    option.visualMap = {
      type: 'continuous', min: spec.low, max: spec.high, dimension: 2, calculable: false, orient: 'horizontal', left: 0, top: 0,
      itemWidth: 12, itemHeight: 140, text: [spec.highText, spec.lowText], textStyle: { color: look.muted, fontSize: 12 }, hoverLink: false,
      inRange: { color: spec.diverging ? look.diverging : look.heat }
    };
    option.series = [{
      type: 'heatmap', name: spec.measure,
      itemStyle: { borderColor: look.surface, borderWidth: spec.cells.length > 900 ? 0 : 1 },
      emphasis: { itemStyle: { borderColor: look.ink, borderWidth: 1.5 } },
      data: spec.cells.map(function (c) { return { value: [c[0], c[1], c[2] === null ? '-' : c[2]], text: c[3] }; })
    }];
    return option;
  }

  /* ---- one door ---- */

  var OPTIONS = { line: lineOption, bar: barOption, scatter: scatterOption, heat: heatOption };

  function height(spec, plot) {
    if (spec.kind === 'bar') {
      return 40 + spec.categories.length * (16 + 18 * (spec.stacked ? 1.2 : spec.series.length));
    }
    if (spec.kind === 'heat') {
      return Math.max(220, Math.min(640, 100 + 26 * spec.rows.length));
    }
    if (spec.equal && spec.x.min !== undefined) {
      var slope = (spec.y.max - spec.y.min) / (spec.x.max - spec.x.min);
      return Math.max(280, Math.min(560, 68 + (plot.clientWidth - 64) * slope));
    }
    return null;
  }

  function points(spec) {
    return (spec.series || []).reduce(function (n, s) { return n + s.points.length; }, 0);
  }

  window.scorefieldCharts = {
    /* Height in pixels, or null for that of the style sheet. */
    height: height,
    option: function (spec, width, height) { return OPTIONS[spec.kind](spec, appearance(), width, height); },
    renderer: function (spec) { return points(spec) > MOST_SHARP ? 'canvas' : 'svg'; }
  };
}());
