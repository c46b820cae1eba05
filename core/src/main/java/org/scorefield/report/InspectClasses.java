package org.scorefield.report;

import java.util.ArrayList;
import java.util.List;
import org.scorefield.experiment.InspectResult;
import org.scorefield.experiment.InspectResult.ClassCost;
import org.scorefield.linear.ClassLinearity;
import org.scorefield.linear.Linearity;
import org.scorefield.linear.Surrogates;

/// The section of an inspection that goes class by class.
final class InspectClasses {
  private InspectClasses() {}

  static Section section(InspectResult result) {
    List<Table.Row> rows = new ArrayList<>();
    for (ClassCost c : result.classes()) {
      ClassLinearity own = c.linearity();
      Linearity.Residual all = nearest(own.linearity(), Surrogates.GAUSSIAN, result.scale());
      Linearity.Residual mine = nearest(own.linearity(), ClassLinearity.OWN, result.scale());
      rows.add(
          Table.Row.of(
              Cell.text(String.valueOf(own.label())),
              Cell.count(own.rows()),
              share(all),
              share(mine),
              Cell.measured(all.lossGap().value(), all.lossGap().standardError()),
              Cell.measured(mine.lossGap().value(), mine.lossGap().standardError()),
              c.skip().map(s -> (Cell) Cell.number(s)).orElse(Cell.text("-"))));
    }
    return Section.of(
        "Class by class",
        "Each class's held-out rows at the noise level nearest to the standard deviation of the data."
            + " Unexplained is the share of the model's denoiser that the Gaussian of all data, or of the"
            + " class, leaves. The excess loss says who denoises the class better, the model (positive) or the"
            + " Gaussian (negative): the Gaussian of the class knows the class, an unconditional model"
            + " has to guess it.",
        new Table(
            "The last column is where a closed-form start from the class's own Gaussian meets the"
                + " target, by a mixture fitted to the class: the start of a conditional model",
            List.of(
                Table.Column.text("class"),
                Table.Column.number("rows", ""),
                Table.Column.number("unexplained, all", ""),
                Table.Column.number("unexplained, class", ""),
                Table.Column.number("excess loss, all", ""),
                Table.Column.number("excess loss, class", ""),
                Table.Column.number("sigma_skip", "")),
            rows));
  }

  private static Cell share(Linearity.Residual residual) {
    return Cell.measured(
        residual.centred().ratioOfMeans().value(),
        residual.centred().ratioOfMeans().standardError());
  }

  private static Linearity.Residual nearest(Linearity linearity, String surrogate, double sigma) {
    int best = 0;
    for (int i = 1; i < linearity.levels().size(); i++) {
      double distance = Math.abs(Math.log(linearity.sigmas().get(i) / sigma));
      best = distance < Math.abs(Math.log(linearity.sigmas().get(best) / sigma)) ? i : best;
    }
    return linearity.of(surrogate).get(best);
  }
}
