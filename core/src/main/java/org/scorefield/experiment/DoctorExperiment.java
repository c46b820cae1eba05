package org.scorefield.experiment;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.wiring.Layout;
import org.scorefield.wiring.Wired;

/// Find out whether a model is a denoiser of some data, and if not, which key of its wiring is
/// wrong.
///
/// @param model any denoiser; the search needs a network by a wiring
/// @param data real rows of what it was trained on; without them it is asked for its own samples,
///   and less can be seen
/// @param evaluations of the model that may be spent; empty for {@link #usual}
/// @param seed of all randomness
public record DoctorExperiment(
    Model model, Optional<Dataset> data, OptionalInt evaluations, long seed) {
  /// Components whose noise is looked at, where no number of evaluations is given: a large picture
  /// says as much as many small rows.
  private static final double COMPONENTS = 5e6;

  /// Two rows of each wiring at each level, and the examination.
  public static final int FEWEST = 300;

  private static final int USUAL_LEAST = 400;
  private static final int USUAL_MOST = 20_000;
  private static final int FEWEST_ROWS = 20;

  public DoctorExperiment {
    Shape shape = model.denoiser().shape();
    data.ifPresent(rows -> require(model, rows));
    if (evaluations.isPresent() && evaluations.getAsInt() < FEWEST) {
      throw new IllegalArgumentException(
          "a diagnosis needs at least %d evaluations, got %d; without --evaluations it takes %d here"
              .formatted(FEWEST, evaluations.getAsInt(), usual(shape)));
    }
  }

  private static void require(Model model, Dataset data) {
    Shape shape = model.denoiser().shape();
    if (!shape.equals(data.shape())) {
      throw new IllegalArgumentException(
          "the model is for samples of shape %s, %s has %s; %s"
              .formatted(shape, data.name(), data.shape(), cure(model, data.shape())));
    }
    if (data.size() < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "a diagnosis needs at least %d rows, %s has %d"
              .formatted(FEWEST_ROWS, data.name(), data.size()));
    }
  }

  /// Evaluations for samples of a shape.
  public static int usual(Shape shape) {
    return (int) Math.clamp(COMPONENTS / shape.size(), USUAL_LEAST, USUAL_MOST);
  }

  int budget() {
    return evaluations.orElse(usual(model.denoiser().shape()));
  }

  /// The layout that would fit, where it is the layout that does not.
  private static String cure(Model model, Shape data) {
    Optional<Wired> wired = Wired.in(model.denoiser());
    if (wired.isPresent() && data.rank() == 3) {
      Shape network = wired.get().network().shape();
      Optional<String> fitting =
          network.rank() != 3
              ? Optional.empty()
              : Stream.of(Layout.NCHW, Layout.NHWC, Layout.NCWH, Layout.NWHC)
                  .filter(layout -> layout.ours(network).equals(data))
                  .map(layout -> layout.name().toLowerCase(java.util.Locale.ROOT))
                  .findFirst();
      if (fitting.isPresent()) {
        return "the layout of its wiring is wrong: `layout: %s` would fit".formatted(fitting.get());
      }
    }
    return "give data of its own shape";
  }
}
