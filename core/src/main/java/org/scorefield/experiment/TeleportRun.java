package org.scorefield.experiment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.data.Split;
import org.scorefield.linear.AutoSkip;
import org.scorefield.linear.HistoryChoice;
import org.scorefield.linear.LandingCosts;
import org.scorefield.linear.LinearityProbe;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.linear.ResidualCurve;
import org.scorefield.linear.UnitsCheck;
import org.scorefield.metric.Estimate;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.schedule.TimeGrid;

/// Turns a {@link TeleportRequest} into a {@link TeleportPlan}.
final class TeleportRun {
  /// Part of the data on which the model is compared with a law that was fitted to the rest.
  private static final double HELD_OUT = 0.2;

  private static final int FEWEST_ROWS = 20;

  private final TeleportRequest request;
  private final TeleportRequest.For run;
  private final Progress progress;
  private final NoiseKey key;

  private TeleportRun(TeleportRequest request, TeleportRequest.For run, Progress progress) {
    this.request = request;
    this.run = run;
    this.progress = progress;
    this.key = NoiseKey.of(run.seed()).child("teleport");
  }

  static TeleportPlan plan(TeleportRequest request, TeleportRequest.For run, Progress progress) {
    return new TeleportRun(request, run, progress).plan();
  }

  private TeleportPlan plan() {
    return switch (request.landing()) {
      case TeleportRequest.Landing.At(double sigma) -> {
        TimeGrid tail = run.full().from(sigma);
        Jump jump = jump(request.data());
        yield landing(tail, jump, Optional.empty(), "sigma_skip %s as asked".formatted(sigma));
      }
      case TeleportRequest.Landing.Within(double target, TeleportRequest.Judge judge) ->
          automatic(new AutoSkip(target), resolved(judge));
    };
  }

  private TeleportPlan automatic(AutoSkip rule, TeleportRequest.Judge judge) {
    // Rows a law was fitted to flatter it.
    Optional<Split> split =
        judge == TeleportRequest.Judge.MODEL
            ? Optional.of(split(requireData("measuring what the jump costs")))
            : Optional.empty();
    Jump jump = jump(split.map(Split::train).or(request::data));
    progress.begin("choosing where to start", LandingCosts.LEVELS);
    LandingCosts costs = new LandingCosts(run.full().first(), run.model().card().noiseScale());
    LinearityProbe.Watch watch =
        _ -> {
          progress.advance(1);
          return !progress.cancelled();
        };
    ResidualCurve curve =
        switch (judge) {
          case LAW, BEST -> costs.onLaw(run.model().law(), jump.law(), key, watch);
          case DATA ->
              costs.onLaw(
                  mixture(requireData("a mixture in the model's place")).law(),
                  jump.law(),
                  key,
                  watch);
          case MODEL ->
              costs.onRows(
                  run.model().denoiser(), jump.law(), split.orElseThrow().heldOut(), key, watch);
        };
    String how = "%s, %s".formatted(described(judge), described(jump.by()));
    return rule.choose(curve, run.full())
        .map(skip -> jumped(skip, jump, rule.target(), how))
        .orElseGet(() -> whole(rule.target(), how));
  }

  private TeleportPlan whole(double target, String how) {
    return new TeleportPlan(
        run.full(),
        new SamplerSpec.Opening.WhiteNoise(),
        Optional.empty(),
        OptionalInt.of(0),
        "no teleport: no level of the grid below the first costs at most %s nats (%s)"
            .formatted(target, how));
  }

  private TeleportPlan jumped(AutoSkip.Skip skip, Jump jump, double target, String how) {
    String message =
        String.format(
            Locale.ROOT,
            "sigma_skip %.4g is the lowest level within %s nats: KL %.2g ± %.1g (%s)",
            skip.sigma(),
            target,
            skip.kl().value(),
            skip.kl().standardError(),
            how);
    return landing(run.full().from(skip.sigma()), jump, Optional.of(skip.kl()), message);
  }

  private TeleportPlan landing(TimeGrid tail, Jump jump, Optional<Estimate> kl, String message) {
    Vector seeds =
        request.seeds().isPresent()
            ? SeededHistory.above(tail, request.seeds().getAsInt())
            : HistoryChoice.levels(run.solver(), jump.law(), tail);
    OptionalInt saved = saved(tail, jump.law(), seeds);
    String whole =
        saved.isPresent()
            ? "%s; saves %d of %d evaluations a sample"
                .formatted(
                    message, saved.getAsInt(), run.solver().evaluations(run.full()).orElseThrow())
            : message;
    SamplerSpec.Opening.Teleport opening =
        new SamplerSpec.Opening.Teleport(
            jump.by(), run.full().first(), request.mode(), seeds, whole);
    return new TeleportPlan(tail, opening, kl, saved, whole);
  }

  /// What the jump is by, as it is described and as it is.
  private record Jump(SamplerSpec.By by, Distribution law) {}

  private OptionalInt saved(TimeGrid tail, Distribution law, Vector seeds) {
    OptionalInt full = run.solver().evaluations(run.full());
    if (full.isEmpty()) {
      return OptionalInt.empty();
    }
    Solver left =
        seeds.size() == 0
            ? run.solver()
            : new SeededHistory(run.solver(), new Surrogate(law), seeds);
    return OptionalInt.of(full.getAsInt() - left.evaluations(tail).orElseThrow());
  }

  private TeleportRequest.Judge resolved(TeleportRequest.Judge judge) {
    TeleportRequest.Judge best =
        run.model().closedForm().isPresent()
            ? TeleportRequest.Judge.LAW
            : TeleportRequest.Judge.MODEL;
    TeleportRequest.Judge chosen = judge == TeleportRequest.Judge.BEST ? best : judge;
    if (chosen == TeleportRequest.Judge.DATA
        && request.law() instanceof TeleportRequest.Law.OfMixture) {
      throw new IllegalArgumentException(
          "a jump by a mixture cannot be judged by the mixture of the same data, it would cost"
              + " nothing; judge it by the model");
    }
    return chosen;
  }

  private Split split(Dataset data) {
    if (data.size() < FEWEST_ROWS) {
      throw new IllegalArgumentException(
          "choosing sigma_skip on the model needs at least "
              + FEWEST_ROWS
              + " rows, "
              + data.name()
              + " has "
              + data.size()
              + "; give more, or a noise level");
    }
    return Split.fraction(data, HELD_OUT, key);
  }

  private Jump jump(Optional<Dataset> data) {
    SamplerSpec.By by =
        switch (request.law()) {
          case TeleportRequest.Law.OfGaussian(OptionalInt rank) ->
              data.isPresent()
                  ? new SamplerSpec.By.Fitted(gaussian(data.get(), rank))
                  : new SamplerSpec.By.Matching(rank);
          case TeleportRequest.Law.OfMixture(OptionalInt rank) ->
              new SamplerSpec.By.Fitted(
                  mixture(data.orElseThrow(() -> missing("a mixture to jump by")), rank));
          case TeleportRequest.Law.Given(Model law) -> new SamplerSpec.By.Fitted(law);
        };
    Distribution law = SamplerSpec.law(by, run.model());
    if (by instanceof SamplerSpec.By.Fitted) {
      requireUnits(law.matchingGaussian());
    }
    return new Jump(by, law);
  }

  /// Statistics on another scale than the model's would land every sample in the wrong place.
  private void requireUnits(Gaussian q) {
    NamedDenoiser model = new NamedDenoiser("the model", run.model().denoiser());
    double[] values =
        request
            .data()
            .map(data -> data.rows(0, Math.min(data.size(), data.comfortableBlock())).shared())
            .orElseGet(() -> q.mean().shared());
    UnitsCheck.of(model, q, key)
        .cure(Arrays.stream(values).min().orElseThrow(), Arrays.stream(values).max().orElseThrow())
        .ifPresent(cure -> {
          throw new IllegalArgumentException("a teleport by these statistics would fail: " + cure);
        });
  }

  private Model gaussian(Dataset data, OptionalInt rank) {
    int most = Math.min(data.shape().size(), data.size() - 1);
    if (rank.isPresent() && rank.getAsInt() > most) {
      throw new IllegalArgumentException(
          "rank "
              + rank.getAsInt()
              + " is more than the "
              + most
              + " directions that "
              + data.size()
              + " rows of "
              + data.shape()
              + " span; choose at most that many");
    }
    return fit(
        new FitExperiment.GaussianKind(
            rank.isPresent() ? Optional.of(rank.getAsInt()) : Optional.empty()),
        data);
  }

  private Model mixture(Dataset data) {
    return mixture(data, OptionalInt.empty());
  }

  private Model mixture(Dataset data, OptionalInt rank) {
    int components =
        Math.clamp(
            data.size() / QuickstartExperiment.ROWS_PER_COMPONENT,
            1,
            QuickstartExperiment.COMPONENTS);
    int most = data.shape().size();
    if (rank.isPresent() && rank.getAsInt() > most) {
      throw new IllegalArgumentException(
          "rank "
              + rank.getAsInt()
              + " is more than the "
              + most
              + " dimensions of "
              + data.name()
              + "; choose at most that many");
    }
    int directions = rank.orElse(Math.min(QuickstartExperiment.RANK, most));
    return fit(
        new FitExperiment.MixtureKind(components, new CovarianceKind.LowRank(directions)), data);
  }

  private Model fit(FitExperiment.Kind kind, Dataset data) {
    return FitRun.run(new FitExperiment(kind, data, Optional.empty(), run.seed()), progress)
        .model();
  }

  private Dataset requireData(String what) {
    return request.data().orElseThrow(() -> missing(what));
  }

  private static IllegalArgumentException missing(String what) {
    return new IllegalArgumentException(
        what + " needs the data the model was trained on; give them (--data)");
  }

  private static String described(TeleportRequest.Judge judge) {
    return switch (judge) {
      case LAW, BEST -> "measured on the model's law";
      case MODEL -> "measured on the model at noisy held-out rows of the data";
      case DATA -> "measured on a mixture fitted to the data";
    };
  }

  private static String described(SamplerSpec.By by) {
    return switch (by) {
      case SamplerSpec.By.Matching(OptionalInt rank) ->
          "by the model's Gaussian" + (rank.isPresent() ? " of rank " + rank.getAsInt() : "");
      case SamplerSpec.By.Fitted(Model law) ->
          "by a %s%s"
              .formatted(
                  law.card().described(),
                  law.denoiser() instanceof Gaussian g ? ", rank " + g.rank() : "");
    };
  }
}
