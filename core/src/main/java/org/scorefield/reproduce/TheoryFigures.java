package org.scorefield.reproduce;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.scorefield.array.Vector;
import org.scorefield.budget.Clock;
import org.scorefield.budget.NoiseChoice;
import org.scorefield.budget.PublishedBound;
import org.scorefield.budget.PublishedRate;
import org.scorefield.budget.TrainingFactor;
import org.scorefield.schedule.GridRule;

/// The figures of {@link PublishedTheory}.
final class TheoryFigures {
  /// Numbers of steps at which the figure shows divergences.
  private static final int[] STEPS = {10, 14, 18, 25, 35, 50, 70, 100, 140, 200, 300, 500, 1000};

  private TheoryFigures() {}

  static List<Figure> all() {
    return List.of(weighting(), rates(), divergences());
  }

  private static Figure weighting() {
    Vector sigmas =
        Vector.generate(
            121, i -> PublishedTheory.BOTTOM * Math.pow(PublishedTheory.RATIO, i / 120.0));
    return new Figure(
        "A bell, but which depends on the measure",
        "EDM's weighting of the error of the noise by noise level. Over sigma its top is at 0.076, over ln sigma at 5.2.",
        "sigma",
        "weight",
        Figure.Axes.LOG_X,
        List.of(
            curve("beta, over sigma (the paper's figure)", sigmas, TrainingFactor::edm).asSubject(),
            curve("sigma beta, over ln sigma", sigmas, s -> s * TrainingFactor.edm(s))));
  }

  private static Figure rates() {
    Vector rhos = Vector.generate(77, i -> 2 + i * .5);
    return new Figure(
        "The best rho of the bound is an artefact of the bound",
        "Factor of d/N in the discretisation of the worst case, from 80 to 0.002. As published it has a minimum at rho = 5.3; the sum it stands for falls to that of the exponential levels.",
        "rho",
        "factor",
        Figure.Axes.LOG_Y,
        List.of(
            curve(
                "as published",
                rhos,
                rho -> PublishedRate.polynomial(Clock.EDM, rho).factor(PublishedTheory.RATIO)),
            curve(
                    "sharpened",
                    rhos,
                    rho ->
                        PublishedRate.polynomial(Clock.EDM, rho).sharpened(PublishedTheory.RATIO))
                .asSubject(),
            curve(
                    "exponential",
                    rhos,
                    _ -> PublishedRate.exponential(Clock.EDM).factor(PublishedTheory.RATIO))
                .asYardstick()));
  }

  private static Figure divergences() {
    Vector steps = Vector.generate(STEPS.length, i -> STEPS[i]);
    return new Figure(
        "The bound is not the error, and orders the schedules the other way",
        "Discretisation part on data of variance 1/4, nats a component: the bound of theorem 2 with constants 1 (dashed) and the exact path divergence it bounds.",
        "steps",
        "nats",
        Figure.Axes.LOG_LOG,
        List.of(
            curve("rho = 7", steps, n -> exact(PublishedTheory.EDM, n)),
            curve("exponential", steps, n -> exact(PublishedTheory.SONG, n)),
            curve("total variance", steps, n -> exact(PublishedTheory.BEST, n)).asSubject(),
            curve("bound, rho = 7", steps, n -> bound(PublishedTheory.EDM, Clock.EDM, n))
                .asYardstick(),
            curve("bound, exponential", steps, n -> bound(PublishedTheory.SONG, Clock.SONG, n))
                .asYardstick()));
  }

  private static double exact(GridRule rule, double steps) {
    return PublishedTheory.SPREAD.divergence(
        PublishedTheory.grid(rule, (int) steps), NoiseChoice.FROZEN_SCORE);
  }

  private static double bound(GridRule rule, Clock clock, double steps) {
    return new PublishedBound(PublishedTheory.grid(rule, (int) steps), clock, PublishedTheory.DATA)
        .discretisation();
  }

  private static Figure.Curve curve(String name, Vector x, DoubleUnaryOperator y) {
    return Figure.Curve.of(name, x, Vector.generate(x.size(), i -> y.applyAsDouble(x.get(i))));
  }
}
