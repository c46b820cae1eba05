package org.scorefield.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.scorefield.array.Vector;
import org.scorefield.linalg.Matrix;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.LossCurve;

/// What is known of the score error of a model, level by level.
public sealed interface ScoreEvidence {

  /// The error between two levels within the range of the curves.
  ///
  /// @throws IllegalArgumentException if a level is outside of the range
  ScorePart part(double from, double to);

  /// The part of the model's loss, a component in units of the noise, that is known to be error, at
  /// each level.
  LossCurve excess();

  /// The law of the data is known.
  ///
  /// @param excess of the model over the exact denoiser, from {@link
  ///   org.scorefield.metric.HeldOut#excess}
  record Exact(LossCurve excess) implements ScoreEvidence {
    @Override
    public ScorePart part(double from, double to) {
      return new ScorePart.Known(excess.integral(from, to));
    }
  }

  /// Another denoiser, with its losses on the same rows and noises.
  ///
  /// @param name for people
  /// @param curve its losses
  record Reference(String name, LossCurve curve) {}

  /// Only other denoisers are known. A reference counts at a level where its loss is below the
  /// model's by more than two standard errors of the difference.
  ///
  /// @param model losses of the model
  /// @param references others on the same rows and noises
  /// @param floor losses of the rows' own memory on these very rows: on average below those of any
  ///   denoiser on rows it has not seen, the exact one among them
  record Proxies(LossCurve model, List<Reference> references, LossCurve floor)
      implements ScoreEvidence {
    private static final double CLEAR = 2;

    public Proxies {
      references = List.copyOf(references);
    }

    @Override
    public ScorePart part(double from, double to) {
      Estimate above = model.integral(from, to);
      Estimate below = floor.integral(from, to);
      Estimate least = excess().integral(from, to);
      Estimate most =
          new Estimate(
              Math.max(above.value() - below.value(), least.value()),
              Math.hypot(above.standardError(), below.standardError()),
              Math.min(above.n(), below.n()));
      return new ScorePart.Between(least, most, used());
    }

    @Override
    public LossCurve excess() {
      int levels = model.sigmas().size();
      List<Integer> chosen = best();
      double[] losses = new double[model.rows() * levels];
      for (int i = 0; i < model.rows(); i++) {
        for (int l = 0; l < levels; l++) {
          losses[i * levels + l] =
              chosen.get(l) < 0
                  ? 0
                  : model.losses().get(i, l)
                      - references.get(chosen.get(l)).curve().losses().get(i, l);
        }
      }
      return new LossCurve(
          model.sigmas(),
          model.dimension(),
          Matrix.adopt(model.rows(), levels, losses),
          model.draws());
    }

    /// The reference that beats the model by most at each level, or -1.
    private List<Integer> best() {
      List<LossCurve> gaps = references.stream().map(r -> model.minus(r.curve())).toList();
      List<Integer> best = new ArrayList<>();
      for (int l = 0; l < model.sigmas().size(); l++) {
        int chosen = -1;
        double largest = 0;
        for (int r = 0; r < gaps.size(); r++) {
          Estimate gap = gaps.get(r).loss(l);
          if (gap.value() > largest && gap.value() > CLEAR * gap.standardError()) {
            chosen = r;
            largest = gap.value();
          }
        }
        best.add(chosen);
      }
      return best;
    }

    private String used() {
      String names =
          best().stream()
              .filter(r -> r >= 0)
              .distinct()
              .map(r -> references.get(r).name())
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "none of the references denoises better" : names;
    }
  }

  /// Share of the error known that lies in each band of levels, lowest first.
  ///
  /// @param edges of the bands, rising, within the range of the curves
  default List<Estimate> bands(Vector edges) {
    LossCurve curve = excess();
    return IntStream.range(0, edges.size() - 1)
        .mapToObj(b -> curve.integral(edges.get(b), edges.get(b + 1)))
        .toList();
  }
}
