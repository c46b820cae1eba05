package org.scorefield.budget;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.scorefield.linalg.GaussLegendre;

/// A law on the line carried by a map that is known on a fine grid of starts. Between neighbours
/// the map is a monotone cubic; where it turns back, each branch counts.
final class PushedDensity implements LineDensity {
  private static final GaussLegendre RULE = GaussLegendre.of(3);
  private static final int STENCIL = 5;

  private final NormalSum from;
  private final double[] starts;
  private final double[] images;
  private final double[] slopes;
  private final double[] below;

  private PushedDensity(NormalSum from, double[] starts, double[] images, double[] slopes) {
    this.from = from;
    this.starts = starts;
    this.images = images;
    this.slopes = slopes;
    this.below = from.cumulative(starts);
  }

  /// @param starts rising, at least 5
  /// @param images where each start is carried
  static PushedDensity of(NormalSum from, double[] starts, double[] images) {
    double[] slopes = new double[starts.length];
    Arrays.setAll(slopes, i -> slope(starts, images, i));
    return new PushedDensity(from, starts, images, slopes);
  }

  /// The derivative at one start of the polynomial through the five around it.
  private static double slope(double[] x, double[] y, int at) {
    int first = Math.clamp(at - STENCIL / 2, 0, x.length - STENCIL);
    double sum = 0;
    for (int i = first; i < first + STENCIL; i++) {
      if (i != at) {
        double weight = 1 / (x[i] - x[at]);
        for (int j = first; j < first + STENCIL; j++) {
          weight *= j == i || j == at ? 1 : (x[at] - x[j]) / (x[i] - x[j]);
        }
        sum += weight * (y[i] - y[at]);
      }
    }
    return sum;
  }

  private MonotoneCubic cell(int i) {
    double width = starts[i + 1] - starts[i];
    return MonotoneCubic.of(images[i], images[i + 1], slopes[i] * width, slopes[i + 1] * width);
  }

  double mass() {
    return below[below.length - 1] - below[0];
  }

  double mean() {
    return moment(0, 1);
  }

  double variance() {
    return moment(mean(), 2);
  }

  private double moment(double centre, int power) {
    double sum = 0;
    double mass = 0;
    for (int i = 0; i + 1 < starts.length; i++) {
      MonotoneCubic cell = cell(i);
      double width = starts[i + 1] - starts[i];
      for (int n = 0; n < RULE.points(); n++) {
        double t = (1 + RULE.node(n)) / 2;
        double share = RULE.weight(n) / 2 * width * from.densityAt(starts[i] + t * width);
        sum += share * Math.pow(cell.at(t) - centre, power);
        mass += share;
      }
    }
    return sum / mass;
  }

  @Override
  public double[] density(double[] points) {
    double[] out = new double[points.length];
    for (int i = 0; i + 1 < starts.length; i++) {
      MonotoneCubic cell = cell(i);
      double width = starts[i + 1] - starts[i];
      double least = Math.min(images[i], images[i + 1]);
      double most = Math.max(images[i], images[i + 1]);
      for (int j = first(points, least); j < points.length && points[j] < most; j++) {
        double t = cell.inverse(points[j]);
        double slope = Math.abs(cell.slope(t)) / width;
        out[j] += slope > 0 ? from.densityAt(starts[i] + t * width) / slope : 0;
      }
    }
    return out;
  }

  @Override
  public double[] logDensity(double[] points) {
    double[] out = density(points);
    for (int j = 0; j < out.length; j++) {
      out[j] = out[j] > 0 ? Math.log(out[j]) : beyond(points[j]);
    }
    return out;
  }

  /// The log density where no start of the grid leads: the map goes on as a straight line from the
  /// start that comes nearest.
  private double beyond(double y) {
    int nearest = 0;
    for (int i = 1; i < images.length; i++) {
      nearest = Math.abs(images[i] - y) < Math.abs(images[nearest] - y) ? i : nearest;
    }
    double slope = slopes[nearest];
    return from.logDensityAt(starts[nearest] + (y - images[nearest]) / slope)
        - Math.log(Math.abs(slope));
  }

  @Override
  public double[] cumulative(double[] points) {
    double[] out = new double[points.length];
    double[] whole = new double[points.length + 1];
    for (int i = 0; i + 1 < starts.length; i++) {
      MonotoneCubic cell = cell(i);
      double width = starts[i + 1] - starts[i];
      boolean rising = images[i + 1] >= images[i];
      double most = Math.max(images[i], images[i + 1]);
      int j = first(points, Math.min(images[i], images[i + 1]));
      for (; j < points.length && points[j] < most; j++) {
        double at = from.cumulativeAt(starts[i] + cell.inverse(points[j]) * width);
        out[j] += rising ? at - below[i] : below[i + 1] - at;
      }
      whole[j] += below[i + 1] - below[i];
    }
    double passed = 0;
    for (int j = 0; j < out.length; j++) {
      passed += whole[j];
      out[j] += passed;
    }
    return out;
  }

  /// Panels between every eighth image.
  @Override
  public LinePanels panels() {
    double[] sorted = Arrays.stream(images).sorted().distinct().toArray();
    List<LinePanels.Panel> panels = new ArrayList<>();
    for (int i = 0; i + 1 < sorted.length; i += LinePanels.NODES) {
      int end = Math.min(i + LinePanels.NODES, sorted.length - 1);
      panels.add(new LinePanels.Panel(sorted[i], sorted[end]));
    }
    return new LinePanels(panels);
  }

  private static int first(double[] points, double from) {
    int at = Arrays.binarySearch(points, from);
    return at >= 0 ? at : -at - 1;
  }
}
