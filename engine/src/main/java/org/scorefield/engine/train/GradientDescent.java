package org.scorefield.engine.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.scorefield.array.Vector;
import org.scorefield.engine.nn.Network;
import org.scorefield.engine.torch.Gradients;

/// Gradient descent on all of an objective at once, `theta <- theta - h grad L`: what the theory of
/// training analyses, and a way to see its curves. To train a network use {@link Trainer}.
///
/// @param network what is trained
/// @param objective L
/// @param rate h
/// @param shards parts that the gradient is computed in
public record GradientDescent(
    Network network, EmpiricalObjective objective, double rate, int shards) {

  public GradientDescent {
    if (!(rate > 0) || !Double.isFinite(rate) || shards < 1) {
      throw new IllegalArgumentException(
          "need a rate > 0 and at least one shard, got %s and %d".formatted(rate, shards));
    }
  }

  /// The objective on the way.
  ///
  /// @param step steps done
  /// @param objective L; not finite where the rate was too large
  /// @param residuals mean over rows of `|sigma S + xi|^2` at each level
  public record Point(int step, double objective, Vector residuals) {}

  /// Where the descent went.
  ///
  /// @param points those asked for, and the one where it stopped being finite, if it did
  /// @param parameters in the end
  public record Descended(List<Point> points, float[] parameters) {
    public Descended {
      points = List.copyOf(points);
    }
  }

  /// Descends.
  ///
  /// @param start parameters, laid out by {@link org.scorefield.engine.nn.Layout}
  /// @param steps to take, unless L stops being finite before
  /// @param wanted whether to report after so many steps, 0 included
  public Descended run(float[] start, int steps, IntPredicate wanted) {
    List<Point> points = new ArrayList<>();
    float[] parameters = start.clone();
    int rows = Math.ceilDiv(objective.rows().count(), shards);
    float h = (float) (rate * objective.factor());
    try (Gradients gradients = new Gradients(network, rows)) {
      for (int step = 0; step <= steps; step++) {
        Gradients.Result found = gradients.at(parameters, objective.rows());
        double value = objective.value(found.losses());
        if (wanted.test(step) || !Double.isFinite(value)) {
          points.add(new Point(step, value, objective.residuals(found.losses())));
        }
        if (step == steps || !Double.isFinite(value)) {
          break;
        }
        float[] gradient = found.gradient();
        for (int i = 0; i < parameters.length; i++) {
          parameters[i] -= h * gradient[i];
        }
      }
    }
    return new Descended(points, parameters);
  }
}
