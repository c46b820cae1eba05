package org.scorefield.engine.train;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Rows;
import org.scorefield.engine.nn.Layout;
import org.scorefield.engine.nn.Parameter;

/// AdamW with clipping and averages, on flat arrays. For the gradient g, clipped to a norm, at step
/// t counted from 1,
///
/// `m <- b1 m + (1-b1) g`, `v <- b2 v + (1-b2) g^2`, `p <- p - rate (decay p + m/(1-b1^t) /
/// (sqrt(v/(1-b2^t)) + epsilon))`,
///
/// then each average follows p. Weights decay, and parameters of one axis (biases, gains) do not.
/// Parameters that are not trained stay as they are. Blocks of fixed length go over the threads: no
/// bit depends on how many there are.
final class AdamW {
  /// Floats of one array that the fastest cache holds beside those of the others.
  private static final int BLOCK = 1 << 13;

  private final OptimizerSettings settings;
  private final List<Span> spans;

  /// Parameters `from .. to-1`.
  private record Span(int from, int to, boolean decays) {}

  AdamW(OptimizerSettings settings, Layout layout) {
    this.settings = settings;
    this.spans = spans(layout);
  }

  private static List<Span> spans(Layout layout) {
    List<Span> spans = new ArrayList<>();
    for (Parameter parameter : layout.parameters()) {
      if (parameter.trained()) {
        int first = layout.offset(parameter);
        int end = first + parameter.size();
        for (int from = first; from < end; from += BLOCK) {
          spans.add(new Span(from, Math.min(end, from + BLOCK), parameter.axes().size() > 1));
        }
      }
    }
    return List.copyOf(spans);
  }

  /// The norm of the gradient over all trained parameters.
  double norm(float[] gradient) {
    double[] squares = new double[spans.size()];
    Rows.parallel(
        spans.size(),
        1,
        (first, last) -> {
          for (int k = first; k < last; k++) {
            squares[k] = squares(gradient, spans.get(k).from, spans.get(k).to);
          }
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  /// Four sums side by side, as one would wait for itself.
  private static double squares(float[] g, int from, int to) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += (double) g[i] * g[i];
      b += (double) g[i + 1] * g[i + 1];
      c += (double) g[i + 2] * g[i + 2];
      d += (double) g[i + 3] * g[i + 3];
    }
    for (; i < to; i++) {
      a += (double) g[i] * g[i];
    }
    return a + b + (c + d);
  }

  /// One step in place.
  ///
  /// @param state to change, but for the number of its step
  /// @param norm of the gradient
  /// @param rate the learning rate
  /// @param kept share of each average that stays
  void step(TrainingState state, float[] gradient, double norm, double rate, double[] kept) {
    int t = state.step() + 1;
    float clip = (float) (norm > settings.clip() ? settings.clip() / norm : 1);
    float b1 = (float) settings.beta1();
    float b2 = (float) settings.beta2();
    float size = (float) (rate / (1 - Math.pow(settings.beta1(), t)));
    float root = (float) (1 / Math.sqrt(1 - Math.pow(settings.beta2(), t)));
    float epsilon = (float) settings.epsilon();
    float shrunk = (float) (1 - rate * settings.weightDecay());
    Rows.parallel(
        spans.size(),
        1,
        (first, last) -> {
          for (int k = first; k < last; k++) {
            Span s = spans.get(k);
            moments(gradient, clip, b1, b2, state.mean(), state.square(), s.from, s.to);
            parameters(
                state.parameters(),
                state.mean(),
                state.square(),
                s.decays ? shrunk : 1,
                size,
                root,
                epsilon,
                s.from,
                s.to);
            for (int a = 0; a < kept.length; a++) {
              average(state.average(a), state.parameters(), (float) (1 - kept[a]), s.from, s.to);
            }
          }
        });
  }

  private static void moments(
      float[] g, float clip, float b1, float b2, float[] m, float[] v, int from, int to) {
    float c1 = 1 - b1;
    float c2 = 1 - b2;
    for (int i = from; i < to; i++) {
      float x = clip * g[i];
      m[i] = b1 * m[i] + c1 * x;
      v[i] = b2 * v[i] + c2 * x * x;
    }
  }

  private static void parameters(
      float[] p,
      float[] m,
      float[] v,
      float shrunk,
      float size,
      float root,
      float epsilon,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      p[i] = shrunk * p[i] - size * m[i] / (root * (float) Math.sqrt(v[i]) + epsilon);
    }
  }

  private static void average(float[] average, float[] p, float share, int from, int to) {
    for (int i = from; i < to; i++) {
      average[i] += share * (p[i] - average[i]);
    }
  }
}
