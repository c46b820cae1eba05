package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.scorefield.array.Vector;
import org.scorefield.convex.relu.Audit;
import org.scorefield.convex.relu.BestNeuron;
import org.scorefield.convex.relu.Grow;
import org.scorefield.experiment.CertifyResult;

/// The report of `certify`: how far a network is from the best, and what it misses.
public final class CertifyReport {
  private CertifyReport() {}

  public static Report of(CertifyResult result) {
    List<Section> sections = new ArrayList<>();
    sections.add(objectives(result));
    if (result.rounds().size() > 1) {
      sections.add(growth(result));
    }
    sections.add(missing(result.audit()));
    sections.add(RunBlocks.provenance(result.record()));
    return new Report(
        "Is this network the best there is?",
        result.record().settings().getOrDefault("model", "")
            + ", on "
            + result.record().settings().getOrDefault("data", ""),
        List.of(verdict(result)),
        sections);
  }

  private static Verdict verdict(CertifyResult result) {
    Audit audit = result.audit();
    Verdict.Tone tone =
        !result.optimal()
            ? Verdict.Tone.CAUTION
            : audit.global() ? Verdict.Tone.GOOD : Verdict.Tone.NEUTRAL;
    String words = audit.words(result.tolerance());
    return new Verdict(
        tone,
        words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".",
        "About weight decay beta = %s a row, on %d noisy rows: how well the network does on others is another question."
            .formatted(NumberText.of(audit.beta()), result.rows()));
  }

  private static Section objectives(CertifyResult result) {
    Audit audit = result.audit();
    List<Table.Row> rows = new ArrayList<>();
    rows.add(row("as it stands", audit.objective()));
    rows.add(row("neurons balanced", audit.balanced()));
    rows.add(row("linear part refitted", audit.certificate().primal()));
    result.polished().ifPresent(value -> rows.add(row("polished", value)));
    if (!result.rounds().isEmpty()) {
      Grow.Round last = result.rounds().getLast();
      rows.add(
          row(
              "grown to %d neurons".formatted(last.neurons()),
              last.audit().certificate().primal()));
    }
    rows.add(
        Table.Row.reference(
            Cell.text(
                audit.global()
                    ? "unavoidable for every network"
                    : "unavoidable with %d patterns".formatted(audit.patterns())),
            Cell.number(audit.certificate().dual())));
    return Section.of(
        "The objective",
        "Half the squared error and the weight decay, a mean over rows. Balancing changes no prediction; polishing keeps which rows each neuron is open at.",
        new Table(
            "Objective of the network and of better ones",
            List.of(
                Table.Column.text("network"), Table.Column.number("objective", "").lowerIsBetter()),
            rows));
  }

  private static Table.Row row(String name, double value) {
    return Table.Row.of(Cell.text(name), Cell.number(value));
  }

  private static Section growth(CertifyResult result) {
    List<Grow.Round> rounds = result.rounds();
    Vector at = Vector.generate(rounds.size(), i -> i);
    Vector gaps =
        Vector.generate(
            rounds.size(),
            i ->
                rounds.get(i).audit().certificate().primal() - result.audit().certificate().dual());
    return Section.of(
        "Growing",
        "Each round adds the neuron that is missed most and solves for all again.",
        new LineChart(
            "Objective and bound by round",
            "The objective falls; every round also proves a bound, and the best of them counts.",
            Axis.linear("neurons added"),
            Axis.linear("objective a row"),
            List.of(
                Series.of(
                        "objective",
                        at,
                        Vector.generate(
                            rounds.size(), i -> rounds.get(i).audit().certificate().primal()))
                    .with(Series.Stroke.BOLD),
                Series.of(
                        "bound",
                        at,
                        Vector.generate(
                            rounds.size(), i -> rounds.get(i).audit().certificate().dual()))
                    .with(Series.Stroke.DASHED))),
        new LineChart(
            "Gap by round",
            "Objective less the best bound of all rounds.",
            Axis.linear("neurons added"),
            Axis.log("gap a row"),
            List.of(Series.of("gap", at, gaps).with(Series.Stroke.BOLD))));
  }

  private static Section missing(Audit audit) {
    BestNeuron neuron = audit.missing();
    return Section.of(
        "The missing neuron",
        "The neuron of unit weights that correlates most with what the network leaves: it pays if the correlation is above beta.",
        new KeyValues(
            "Missing neuron",
            List.of(
                entry("correlation over beta", NumberText.of(audit.ratio())),
                entry("adding it takes off", NumberText.of(neuron.gain())),
                entry("open at", neuron.openings() + " rows"),
                entry("weights in", numbers(neuron.inner())),
                entry("weights out", numbers(neuron.outer())))),
        new KeyValues(
            "The network",
            List.of(
                entry("stationarity defect", NumberText.of(audit.defect())),
                entry("beta that its own weights imply", NumberText.of(audit.impliedBeta())))));
  }

  private static KeyValues.Entry entry(String key, String value) {
    return new KeyValues.Entry(key, value);
  }

  private static String numbers(Vector values) {
    int shown = Math.min(12, values.size());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < shown; i++) {
      text.append(i > 0 ? ", " : "").append(NumberText.of(values.get(i)));
    }
    return text + (shown < values.size() ? ", ... (%d)".formatted(values.size()) : "");
  }
}
