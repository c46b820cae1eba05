package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.scorefield.experiment.RunRecord;
import org.scorefield.experiment.SampleResult;

/// The report of `sample`.
public final class SampleReport {
  private SampleReport() {}

  public static Report of(SampleResult result) {
    RunRecord record = result.record();
    List<Section> sections = new ArrayList<>();
    RunBlocks.picture("the first samples", result.preview(), result.preview())
        .ifPresent(picture ->
            sections.add(
                Section.of(
                    "Samples",
                    "The first " + result.preview().count() + " samples, in order of their index.",
                    Pictures.sideBySide("generated samples", picture))));
    Optional<Pictures.Row> strip =
        RunBlocks.strip(
            "the first samples", result.trajectory(), result.card().noiseScale(), result.preview());
    strip.ifPresent(row ->
        sections.add(
            Section.of(
                "From noise to data",
                "The same samples after each step. States are scaled to the size of the data,"
                    + " so that noise and picture can be seen in one range.",
                Pictures.strip("trajectories by noise level", List.of(row)))));
    sections.add(RunBlocks.provenance(record));
    Cards cards =
        Cards.of(
            new Cards.Card(
                "samples", Cell.count(samples(record)), "of shape " + result.card().shape()),
            new Cards.Card(
                "evaluations a sample",
                record.evaluations().<Cell>map(Cell::count).orElse(Cell.text("n/a")),
                record.settings().getOrDefault("solver", "")),
            new Cards.Card("wall time", Cell.number(record.seconds()), "seconds"));
    return new Report(
        "Samples of a " + result.card().kind() + " model",
        result.card().origin(),
        List.of(cards),
        sections);
  }

  private static long samples(RunRecord record) {
    return Long.parseLong(record.settings().getOrDefault("n", "0"));
  }
}
