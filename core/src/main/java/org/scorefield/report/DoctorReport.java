package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scorefield.array.Vector;
import org.scorefield.doctor.Alternative;
import org.scorefield.doctor.Check;
import org.scorefield.doctor.Conclusion;
import org.scorefield.doctor.Diagnosis;
import org.scorefield.doctor.Reading;
import org.scorefield.doctor.Standing;
import org.scorefield.experiment.DoctorResult;
import org.scorefield.metric.Estimate;

/// The report of `doctor`: what is wrong with a model, and how it shows.
public final class DoctorReport {
  private DoctorReport() {}

  public static Report of(DoctorResult result) {
    List<Section> sections = new ArrayList<>();
    result.corrected().ifPresent(_ -> sections.add(cure(result)));
    sections.add(losses(result));
    sections.add(checks(result));
    result.report().diagnosis().ifPresent(d -> sections.add(wirings(d)));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Is this model a denoiser?",
        result.record().settings().getOrDefault("model", "")
            + ", examined with "
            + result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result.conclusion())),
        sections);
  }

  private static Verdict verdict(Conclusion conclusion) {
    Verdict.Tone tone =
        switch (conclusion.state()) {
          case HEALTHY -> Verdict.Tone.GOOD;
          case POOR -> Verdict.Tone.CAUTION;
          case FAULTY -> Verdict.Tone.BAD;
        };
    return new Verdict(tone, conclusion.headline(), conclusion.text());
  }

  private static Section cure(DoctorResult result) {
    return Section.of(
        "The wiring that is right",
        "Put this beside the model in the place of the stated one, and run `scorefield doctor` again. It is `wiring.yaml` in the directory of this run.",
        new Code("wiring.yaml", result.corrected().orElseThrow().strip()));
  }

  private static Section losses(DoctorResult result) {
    List<Reading> readings =
        result.report().examination().readings().stream().filter(Reading::finite).toList();
    Vector sigmas = Vector.generate(readings.size(), i -> readings.get(i).sigma());
    List<Series> series = new ArrayList<>();
    series.add(
        Series.of(
                "this model",
                sigmas,
                Vector.generate(readings.size(), i -> readings.get(i).loss().value()))
            .withBars(Vector.generate(readings.size(), i -> readings.get(i).loss().standardError()))
            .with(Series.Stroke.BOLD));
    series.add(
        Series.of(
                "Gaussian of the data",
                sigmas,
                Vector.generate(readings.size(), i -> readings.get(i).gaussian()))
            .with(Series.Stroke.DASHED));
    List<Reading> known = readings.stream().filter(r -> r.least() > 1e-9 * r.gaussian()).toList();
    series.add(
        Series.of(
                "the rows as the law",
                Vector.generate(known.size(), i -> known.get(i).sigma()),
                Vector.generate(known.size(), i -> known.get(i).least()))
            .with(Series.Stroke.DASHED));
    return Section.of(
        "Loss by noise level",
        "A good denoiser lies between the dashed lines: above the rows as the law, which know too"
            + " much, and below the best linear denoiser.",
        new LineChart(
            "What is lost in denoising",
            "Squared error a component, `|x0 - D(x0 + sigma n)|^2 / d`, by noise level.",
            Axis.log("sigma"),
            Axis.log("loss"),
            series),
        levels(result.report().examination().readings()));
  }

  private static Table levels(List<Reading> readings) {
    List<Table.Row> rows = new ArrayList<>();
    for (Reading r : readings) {
      rows.add(
          Table.Row.of(
              Cell.number(r.sigma()),
              measured(r.finite(), r.loss()),
              Cell.number(r.gaussian()),
              measured(r.finite(), r.size()),
              measured(r.finite(), r.slope()),
              Cell.number(r.gaussianSlope()),
              Cell.text(!r.finite() ? "not finite" : r.poor() ? "poor" : "good")));
    }
    return new Table(
        "By noise level: what the predicted noise has to be multiplied by (1 for every denoiser), and the mean slope, which at high noise is the Gaussian's",
        List.of(
            Table.Column.number("sigma", ""),
            Table.Column.number("loss", ""),
            Table.Column.number("of the Gaussian", ""),
            Table.Column.number("size of the noise", ""),
            Table.Column.number("slope", ""),
            Table.Column.number("of the Gaussian", ""),
            Table.Column.text("verdict")),
        rows);
  }

  private static Cell measured(boolean finite, Estimate estimate) {
    return finite
        ? Cell.measured(estimate.value(), estimate.standardError())
        : Cell.number(Double.NaN);
  }

  private static Section checks(DoctorResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (Check check : result.report().checks()) {
      rows.add(
          Table.Row.of(
              Cell.text(check.name()),
              Cell.text(check.outcome().name().toLowerCase(Locale.ROOT)),
              Cell.text(check.measured()),
              Cell.text(check.expected())));
    }
    return Section.of(
        "What must be true",
        "Poor: as a network is where it was trained badly or never. Failed: as no denoiser is.",
        new Table(
            "What is true of every denoiser, whatever the data",
            List.of(
                Table.Column.text("check"),
                Table.Column.text("outcome"),
                Table.Column.text("measured"),
                Table.Column.text("expected")),
            rows));
  }

  private static Section wirings(Diagnosis diagnosis) {
    List<Table.Column> columns = new ArrayList<>(List.of(Table.Column.text("wiring")));
    columns.add(Table.Column.text("what would be wrong"));
    for (double sigma : diagnosis.sigmas().toArray()) {
      columns.add(Table.Column.number("sigma " + NumberText.of(sigma), ""));
    }
    columns.add(Table.Column.number("gain", "nats"));
    List<Table.Row> rows = new ArrayList<>();
    for (Standing standing : diagnosis.standings()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(
          Cell.text(
              standing.changes().isEmpty()
                  ? "as stated"
                  : standing.changes().stream()
                      .map(a -> "`" + a.change() + "`")
                      .collect(Collectors.joining(" and "))));
      cells.add(
          Cell.text(
              standing.changes().stream()
                  .map(Alternative::fault)
                  .map(f -> f.key())
                  .collect(Collectors.joining(" and "))));
      for (Optional<Estimate> loss : standing.losses()) {
        cells.add(loss.<Cell>map(e -> Cell.number(e.value())).orElse(Cell.text("-")));
      }
      cells.add(
          standing.whole()
              ? Cell.measured(standing.gain().value(), standing.gain().standardError())
              : Cell.text("given up"));
      rows.add(new Table.Row(cells, standing.changes().isEmpty()));
    }
    return Section.of(
        "Wirings that were tried",
        "Each differs from the stated one in one thing, or in two. All denoise the same rows with the same"
            + " noise; who falls far behind is given up. The gain is the mean over levels of the"
            + " logarithm of the stated wiring's loss over this one's: above 0 is better.",
        new Table(
            "%d wirings, up to %d rows a level, %d evaluations of the network"
                .formatted(diagnosis.standings().size(), diagnosis.rows(), diagnosis.evaluations()),
            columns,
            rows));
  }
}
