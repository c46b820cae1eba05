package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.array.Batch;
import org.scorefield.experiment.EvaluateExperiment;
import org.scorefield.experiment.RunRecord;

/// The report of `evaluate`.
public final class EvaluateReport {
  private static final int IMAGES = 64;
  private static final int POINTS = 2000;

  private EvaluateReport() {}

  public static Report of(EvaluateExperiment experiment, RunRecord record) {
    int shown = experiment.reference().shape().size() == 2 ? POINTS : IMAGES;
    Batch real = experiment.reference().rows(0, Math.min(shown, experiment.reference().size()));
    List<Pictures.Picture> pictures = new ArrayList<>();
    RunBlocks.picture("real: " + experiment.reference().name(), real, real)
        .ifPresent(pictures::add);
    for (EvaluateExperiment.Candidate candidate : experiment.candidates()) {
      Batch some = candidate.samples().rows(0, Math.min(shown, candidate.samples().size()));
      RunBlocks.picture("generated: " + candidate.name(), some, real).ifPresent(pictures::add);
    }
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.of(
            "Measured",
            "Each number with one standard error. The row of real against real shows what a perfect"
                + " generator of as many samples would score."
                + experiment.features().map(map -> " " + map.notice()).orElse(""),
            RunBlocks.metrics(
                "samples against "
                    + experiment.reference().name()
                    + experiment.features().map(map -> ", in " + map.name()).orElse(""),
                record.results(),
                RunRecord.REAL_VS_REAL),
            RunBlocks.meanings(record.results())));
    if (!pictures.isEmpty()) {
      sections.add(
          Section.of(
              "Look for yourself",
              "Real beside generated.",
              Pictures.sideBySide(
                  "real and generated", pictures.toArray(Pictures.Picture[]::new))));
    }
    sections.add(RunBlocks.provenance(record));
    return new Report(
        "How near to real",
        experiment.candidates().getFirst().name() + " against " + experiment.reference().name(),
        sections);
  }
}
