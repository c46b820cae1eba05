package org.scorefield.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.experiment.ConvexResult;
import org.scorefield.experiment.RunRecord;

/// What a diffusion of convex programs draws and answers, as pictures.
final class ConvexSamples {
  private static final int BINS = 40;
  private static final int PICTURES = 100;

  /// Subjects of the metrics of samples.
  private static final Set<String> DRAWN =
      Set.of(ConvexResult.CONVEX, ConvexResult.GAUSSIAN, RunRecord.REAL_VS_REAL);

  private ConvexSamples() {}

  static Optional<Section> section(ConvexResult result) {
    List<Block> blocks = new ArrayList<>();
    Batch samples = result.samples();
    Batch real = result.real();
    int d = real.dimension();
    if (samples.count() > 0 && d == 1) {
      blocks.add(histogram(samples, real));
    } else if (samples.count() > 0 && (d == 2 || real.shape().isImage())) {
      List<Pictures.Picture> pictures = new ArrayList<>();
      RunBlocks.picture("drawn by the model", first(samples), real).ifPresent(pictures::add);
      RunBlocks.picture("real rows", first(real), real).ifPresent(pictures::add);
      blocks.add(
          Pictures.sideBySide(
              "Samples beside real rows.", pictures.toArray(Pictures.Picture[]::new)));
    }
    List<RunRecord.Result> measured =
        result.record().results().stream().filter(r -> DRAWN.contains(r.subject())).toList();
    if (!measured.isEmpty()) {
      blocks.add(
          RunBlocks.metrics(
              "Samples against held-out rows, beside those of the Gaussian; real rows for comparison",
              measured,
              RunRecord.REAL_VS_REAL));
    }
    return blocks.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section(
                "What it draws",
                "Drawn with %s, from the highest level down."
                    .formatted(
                        result.record().settings().getOrDefault("sampler of the report", "")),
                blocks));
  }

  private static Batch first(Batch batch) {
    return batch.shape().isImage() ? batch.slice(0, Math.min(PICTURES, batch.count())) : batch;
  }

  /// Densities of one component.
  private static LineChart histogram(Batch samples, Batch real) {
    double[] sorted = real.toArray();
    Arrays.sort(sorted);
    double low = sorted[0];
    double width = Math.max(sorted[sorted.length - 1] - low, Double.MIN_NORMAL) / (0.8 * BINS);
    double from = low - 0.1 * BINS * width;
    Vector centres = Vector.generate(BINS, b -> from + (b + 0.5) * width);
    return new LineChart(
        "Density of samples",
        "Shares of %d bins; what is beyond them is left out.".formatted(BINS),
        Axis.linear("x"),
        Axis.linear("density"),
        List.of(
            Series.of("drawn by the model", centres, density(samples, from, width))
                .with(Series.Stroke.BOLD),
            Series.of("the data", centres, density(real, from, width)).with(Series.Stroke.DASHED)));
  }

  private static Vector density(Batch rows, double from, double width) {
    double[] bins = new double[BINS];
    for (double x : rows.shared()) {
      double bin = Math.floor((x - from) / width);
      if (bin >= 0 && bin < BINS) {
        bins[(int) bin] += 1 / (rows.count() * width);
      }
    }
    return Vector.adopt(bins);
  }

  /// Answers of the model beside the exact ones.
  static Optional<Section> slices(ConvexResult result) {
    if (result.slices().isEmpty()) {
      return Optional.empty();
    }
    List<Block> blocks = new ArrayList<>();
    for (ConvexResult.Slice slice : result.slices()) {
      blocks.add(slice.inputs().dimension() == 1 ? curve(slice) : cloud(slice));
    }
    return Optional.of(
        new Section(
            "What it answers",
            result.real().dimension() == 1
                ? "The denoised value by the noisy one; the score is the difference over σ²."
                : "Held-out rows with noise, as each denoiser returns them.",
            blocks));
  }

  private static String title(ConvexResult.Slice slice) {
    return "Denoised at σ = " + RunBlocks.sigma(slice.sigma());
  }

  private static LineChart curve(ConvexResult.Slice slice) {
    Vector x = Vector.adopt(slice.inputs().toArray());
    return new LineChart(
        title(slice),
        "",
        Axis.linear("noisy x"),
        Axis.linear("denoised"),
        slice.answers().stream()
            .map(a ->
                Series.of(a.name(), x, Vector.adopt(a.denoised().toArray()))
                    .with(
                        a.name().equals(ConvexResult.CONVEX)
                            ? Series.Stroke.BOLD
                            : Series.Stroke.DASHED))
            .toList());
  }

  private static ScatterChart cloud(ConvexResult.Slice slice) {
    return new ScatterChart(
        title(slice),
        "",
        Axis.linear("x"),
        Axis.linear("y"),
        slice.answers().stream()
            .map(a ->
                new ScatterChart.Cloud(a.name(), column(a.denoised(), 0), column(a.denoised(), 1)))
            .toList(),
        ScatterChart.Aspect.EQUAL);
  }

  private static Vector column(Batch rows, int j) {
    return Vector.generate(rows.count(), i -> rows.shared()[2 * i + j]);
  }
}
