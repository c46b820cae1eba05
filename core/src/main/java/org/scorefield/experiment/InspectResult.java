package org.scorefield.experiment;

import java.util.List;
import java.util.Optional;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Batch;
import org.scorefield.array.Vector;
import org.scorefield.linear.AutoSkip;
import org.scorefield.linear.ClassLinearity;
import org.scorefield.linear.Linearity;
import org.scorefield.linear.ResidualCurve;
import org.scorefield.metric.Estimate;
import org.scorefield.schedule.TimeGrid;

/// What an inspection found.
///
/// @param record of the run
/// @param model what was inspected
/// @param klTarget nats a closed-form start may cost
/// @param linearity unexplained shares, by level and surrogate
/// @param gaussian of the data's mean and covariance
/// @param condensation noise level below which the training rows only remember
/// @param starts the closed-form starts that were considered, by surrogate
/// @param dataAlone what the start from the Gaussian costs, without the model
/// @param classes class by class; empty if not asked for
/// @param travel samples of the model beside the closed form
/// @param real some held-out rows, for pictures
public record InspectResult(
    RunRecord record,
    ModelCard model,
    double klTarget,
    Linearity linearity,
    Gaussian gaussian,
    double condensation,
    List<Start> starts,
    DataAlone dataAlone,
    List<ClassCost> classes,
    Travel travel,
    Batch real) {

  public InspectResult {
    starts = List.copyOf(starts);
    classes = List.copyOf(classes);
  }

  /// Root mean square standard deviation of the data.
  public double scale() {
    return gaussian.scale();
  }

  /// A closed-form start with one surrogate.
  ///
  /// @param surrogate its name
  /// @param curve Delta by level, noise floor taken off
  /// @param plans where it would land in runs of several lengths
  public record Start(String surrogate, ResidualCurve curve, List<Plan> plans) {}

  /// A run of one length, and where a closed-form start would land in it.
  public record Plan(TimeGrid grid, Optional<AutoSkip.Skip> skip) {}

  /// What a start from the Gaussian costs by the data alone.
  ///
  /// @param cumulants by the third and fourth cumulants, highest level first, down to where this
  ///   expansion for small values has lost its meaning
  /// @param mixture by a mixture fitted to the data
  /// @param rows by the training rows as a model of their law, above their condensation; empty if
  ///   too few levels are
  public record DataAlone(
      List<Landing> cumulants, ResidualCurve mixture, Optional<ResidualCurve> rows) {
    public DataAlone {
      cumulants = List.copyOf(cumulants);
    }
  }

  /// What a start costs that lands at a noise level, in nats.
  public record Landing(double sigma, Estimate nats) {}

  /// One class.
  ///
  /// @param linearity of its rows
  /// @param skip noise level at which a start from its own Gaussian meets the target, by a mixture
  ///   fitted to the class; empty if it has too few rows
  public record ClassCost(ClassLinearity linearity, Optional<Double> skip) {}

  /// Samples of the model on their way, beside the closed form of the Gaussian from the same noise.
  ///
  /// @param sigmas levels, highest first
  /// @param coefficients by direction: the model's denoised coefficient of one seed at each level,
  ///   in standard deviations
  /// @param closedForm the same in closed form
  /// @param distance root mean square over seeds of the distance between the two states
  /// @param bound what first-order theory bounds it by
  /// @param model the model's denoised samples
  /// @param gaussian the closed form's
  public record Travel(
      Vector sigmas,
      List<Vector> coefficients,
      List<Vector> closedForm,
      Vector distance,
      Vector bound,
      List<SampleResult.Frame> model,
      List<SampleResult.Frame> gaussian) {}
}
