package org.scorefield.experiment;

import org.scorefield.sampling.Outcome;

/// Runs experiments: the one door between what to do and what happened.
///
/// @param directory where files go; the caller commits it
/// @param progress who looks on
public record Runner(RunDirectory directory, Progress progress) {

  public SampleResult run(SampleExperiment experiment) {
    return SampleRun.run(experiment, directory, progress);
  }

  public RunRecord run(EvaluateExperiment experiment) {
    return EvaluateRun.run(experiment, directory, progress);
  }

  public QuickstartResult run(QuickstartExperiment experiment) {
    return QuickstartRun.run(experiment, directory, progress);
  }

  /// Chooses a sampler and writes its file.
  public Outcome<DesignResult> run(DesignExperiment experiment) {
    return DesignRun.run(experiment, directory, progress);
  }

  /// Finds samplers on a model and writes their files.
  ///
  /// @throws IllegalArgumentException if the model's answers are not finite, or the budget is too
  ///   small
  public Outcome<AccelerateResult> run(AccelerateExperiment experiment) {
    return AccelerateRun.run(experiment, directory, progress);
  }

  public ReproduceResult run(ReproduceExperiment experiment) {
    return ReproduceRun.run(experiment, directory, progress);
  }

  /// @throws java.util.concurrent.CancellationException if it was stopped
  public InspectResult run(InspectExperiment experiment) {
    return InspectRun.run(experiment, directory, progress);
  }

  /// Examines a model and writes the wiring that is right, where it is not.
  public DoctorResult run(DoctorExperiment experiment) {
    return DoctorRun.run(experiment, directory, progress);
  }

  /// Says where the error of a model's samples comes from.
  ///
  /// @throws IllegalArgumentException if the losses are those of a model that is called wrongly, or
  ///   are not known as well as was asked for
  /// @throws java.util.concurrent.CancellationException if it was stopped
  public BudgetResult run(BudgetExperiment experiment) {
    return BudgetRun.run(experiment, directory, progress);
  }

  /// Stacks a model with closed forms and measures what that is worth; the caller writes the model.
  ///
  /// @throws java.util.concurrent.CancellationException if it was stopped
  public RepairResult run(RepairExperiment experiment) {
    return RepairRun.run(experiment, directory, progress);
  }

  /// Chooses where a run begins; writes nothing.
  public static TeleportPlan plan(
      TeleportRequest request, TeleportRequest.For run, Progress progress) {
    return TeleportRun.plan(request, run, progress);
  }

  /// Fits a diffusion of convex programs; writes nothing.
  ///
  /// @throws java.util.concurrent.CancellationException if it was stopped, with how far it came
  public static ConvexResult fit(ConvexExperiment experiment, Progress progress) {
    return ConvexRun.run(experiment, progress);
  }

  /// Fits a model; writes nothing.
  public static FitResult fit(FitExperiment experiment, Progress progress) {
    return FitRun.run(experiment, progress);
  }
}
