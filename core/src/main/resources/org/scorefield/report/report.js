/* Draws the page's charts, keeps them in step with its size and colours, and makes its buttons work. */
(function () {
  'use strict';
  var root = document.documentElement;
  var charts = window.scorefieldCharts;
  var PRINTED_WIDTH = 660;

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  function Drawing(figure) {
    this.figure = figure;
    this.plot = figure.querySelector('.plot');
    this.spec = JSON.parse(figure.querySelector('script[type="application/json"]').textContent);
    this.spec.yLabel = figure.querySelector('.axis-name').textContent;
    this.hidden = {};
    this.draw();
    this.listen();
  }

  Drawing.prototype.draw = function (width) {
    var tall = charts.height(this.spec, this.plot);
    if (tall) { this.plot.style.height = tall + 'px'; }
    if (!this.chart) {
      this.chart = echarts.init(this.plot, null, { renderer: charts.renderer(this.spec) });
    }
    this.chart.resize(width ? { width: width } : undefined);
    var option = charts.option(this.spec, this.chart.getWidth(), this.chart.getHeight());
    if (option.legend) {
      var hidden = this.hidden;
      option.legend.selected = Object.keys(hidden).reduce(function (selected, name) {
        selected[name] = !hidden[name];
        return selected;
      }, {});
      option.legend.data = this.spec.series.map(function (s) { return s.name; });
    }
    this.chart.setOption(option, true);
  };

  Drawing.prototype.listen = function () {
    var drawing = this;
    all('.legend button', this.figure).forEach(function (button, k) {
      button.addEventListener('click', function () {
        var name = drawing.spec.series[k].name;
        drawing.hidden[name] = !drawing.hidden[name];
        button.setAttribute('aria-pressed', String(!drawing.hidden[name]));
        drawing.draw();
      });
    });
    if (window.ResizeObserver) {
      var last = this.plot.clientWidth;
      new ResizeObserver(function () {
        if (drawing.plot.clientWidth !== last && drawing.plot.clientWidth > 0) {
          last = drawing.plot.clientWidth;
          drawing.draw();
        }
      }).observe(this.plot);
    }
  };

  var drawings = charts
    ? all('figure.chart .plot').map(function (plot) { return new Drawing(plot.closest('figure')); })
    : [];

  function redraw(width) {
    drawings.forEach(function (drawing) { drawing.draw(width); });
  }

  all('figure.chart details').forEach(function (details) { details.removeAttribute('open'); });

  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', function () { redraw(); });
  window.addEventListener('beforeprint', function () {
    root.classList.add('printed');
    redraw(PRINTED_WIDTH);
  });
  window.addEventListener('afterprint', function () {
    root.classList.remove('printed');
    redraw();
  });

  all('.copy').forEach(function (button) {
    button.addEventListener('click', function () {
      var code = button.closest('figure').querySelector('pre');
      function done() {
        button.textContent = 'Copied';
        setTimeout(function () { button.textContent = 'Copy'; }, 1600);
      }
      function select() { getSelection().selectAllChildren(code); }
      if (navigator.clipboard) {
        navigator.clipboard.writeText(code.textContent).then(done, select);
      } else {
        select();
      }
    });
  });
}());
