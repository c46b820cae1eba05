package org.scorefield.experiment;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.scorefield.analytic.CovarianceKind;
import org.scorefield.analytic.Distribution;
import org.scorefield.analytic.Gaussian;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.linear.AutoSkip;
import org.scorefield.linear.LinearityProbe;
import org.scorefield.linear.NamedDenoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.NoisyKl;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Solver;
import org.scorefield.sampling.Surrogate;
import org.scorefield.sampling.solver.SeededHistory;
import org.scorefield.schedule.TimeGrid;

/// Turns a {@link TeleportRequest} into a {@link TeleportPlan}.
final class TeleportRun {
  private static final int KL_SAMPLES = 2000;

  /// Levels below this part of the data's scale are not probed: no jump lands there.
  private static final double LOWEST_PROBED = 0.5;

  private static final String SURROGATE = "the jump's law";

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
        yield landing(tail, by(), Optional.empty(), "sigma_skip %s as asked".formatted(sigma));
      }
      case TeleportRequest.Landing.Within(double target, TeleportRequest.Judge judge) ->
          automatic(new AutoSkip(target), judge);
    };
  }

  private TeleportPlan automatic(AutoSkip rule, TeleportRequest.Judge judge) {
    SamplerSpec.By by = by();
    Distribution q = SamplerSpec.law(by, run.model());
    TeleportRequest.Judge chosen = resolved(judge);
    progress.begin("choosing where to start", 0);
    Optional<AutoSkip.Skip> skip =
        switch (chosen) {
          case LAW -> byLaw(rule, run.model().law(), q);
          case DATA -> byLaw(rule, mixture(requireData("a mixture in the model's place")).law(), q);
          case BEST, MODEL -> byModel(rule, q, requireData("the distance of the model to a law"));
        };
    String how = "%s, %s".formatted(described(chosen), described(by));
    return skip.map(s -> jumped(s, by, rule.target(), how))
        .orElseGet(() ->
            new TeleportPlan(
                run.full(),
                new SamplerSpec.Opening.WhiteNoise(),
                Optional.empty(),
                OptionalInt.of(0),
                "no teleport: no level of the grid below the first costs at most %s nats (%s)"
                    .formatted(rule.target(), how)));
  }

  private TeleportPlan jumped(AutoSkip.Skip skip, SamplerSpec.By by, double target, String how) {
    String message =
        String.format(
            Locale.ROOT,
            "sigma_skip %.4g is the lowest level within %s nats: KL %.2g ± %.1g (%s)",
            skip.sigma(),
            target,
            skip.kl().value(),
            skip.kl().standardError(),
            how);
    return landing(run.full().from(skip.sigma()), by, Optional.of(skip.kl()), message);
  }

  private TeleportPlan landing(
      TimeGrid tail, SamplerSpec.By by, Optional<Estimate> kl, String message) {
    Vector seeds = SeededHistory.mirrored(tail, request.seeds());
    OptionalInt saved = saved(tail, by, seeds);
    String whole =
        saved.isPresent()
            ? "%s; saves %d of %d evaluations a sample"
                .formatted(
                    message, saved.getAsInt(), run.solver().evaluations(run.full()).orElseThrow())
            : message;
    SamplerSpec.Opening.Teleport jump =
        new SamplerSpec.Opening.Teleport(by, run.full().first(), request.mode(), seeds, whole);
    return new TeleportPlan(tail, jump, kl, saved, whole);
  }

  private OptionalInt saved(TimeGrid tail, SamplerSpec.By by, Vector seeds) {
    OptionalInt full = run.solver().evaluations(run.full());
    if (full.isEmpty()) {
      return OptionalInt.empty();
    }
    Solver left =
        seeds.size() == 0
            ? run.solver()
            : new SeededHistory(
                run.solver(), new Surrogate(SamplerSpec.law(by, run.model())), seeds);
    return OptionalInt.of(full.getAsInt() - left.evaluations(tail).orElseThrow());
  }

  private Optional<AutoSkip.Skip> byLaw(AutoSkip rule, Distribution p, Distribution q) {
    NoisyKl kl = new NoisyKl(KL_SAMPLES);
    return rule.choose(sigma -> kl.measure(p, q, sigma, new Noise(key, 0, 1)), run.full());
  }

  private Optional<AutoSkip.Skip> byModel(AutoSkip rule, Distribution q, Dataset data) {
    double lowest = LOWEST_PROBED * run.model().card().noiseScale();
    double[] levels =
        run.full().sigmas().stream().filter(sigma -> sigma >= lowest).sorted().toArray();
    if (levels.length < 2) {
      throw new IllegalArgumentException(
          "the grid has fewer than 2 levels above "
              + lowest
              + ", where a jump could land; choose a grid that begins higher");
    }
    return rule.choose(
        new LinearityProbe()
            .measure(
                new NamedDenoiser("the model", run.model().denoiser()),
                data,
                List.of(new NamedDenoiser(SURROGATE, q)),
                Vector.adopt(levels),
                key,
                _ -> !progress.cancelled())
            .curve(SURROGATE),
        run.full());
  }

  private TeleportRequest.Judge resolved(TeleportRequest.Judge judge) {
    if (judge != TeleportRequest.Judge.BEST) {
      return judge;
    }
    return run.model().denoiser() instanceof Distribution
        ? TeleportRequest.Judge.LAW
        : TeleportRequest.Judge.MODEL;
  }

  private SamplerSpec.By by() {
    return switch (request.law()) {
      case TeleportRequest.Law.OfGaussian(OptionalInt rank) ->
          request.data().isPresent()
              ? fitted(gaussian(request.data().get(), rank))
              : matching(rank);
      case TeleportRequest.Law.OfMixture(OptionalInt rank) ->
          fitted(mixture(requireData("a mixture to jump by"), rank));
      case TeleportRequest.Law.Given(Model law) -> fitted(law);
    };
  }

  private SamplerSpec.By matching(OptionalInt rank) {
    SamplerSpec.By by = new SamplerSpec.By.Matching(rank);
    SamplerSpec.law(by, run.model());
    return by;
  }

  private SamplerSpec.By fitted(Model law) {
    SamplerSpec.By by = new SamplerSpec.By.Fitted(law);
    SamplerSpec.law(by, run.model());
    return by;
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
    return request
        .data()
        .orElseThrow(() ->
            new IllegalArgumentException(
                what + " needs the data the model was trained on; give them (--data)"));
  }

  private static String described(TeleportRequest.Judge judge) {
    return switch (judge) {
      case LAW -> "measured on the model's law";
      case MODEL, BEST -> "measured on the model at noisy rows of the data";
      case DATA -> "measured on a mixture fitted to the data";
    };
  }

  private static String described(SamplerSpec.By by) {
    return switch (by) {
      case SamplerSpec.By.Matching(OptionalInt rank) ->
          "by the model's Gaussian" + (rank.isPresent() ? " of rank " + rank.getAsInt() : "");
      case SamplerSpec.By.Fitted(Model law) ->
          "by a %s fitted to %s%s"
              .formatted(
                  law.card().kind(),
                  law.card().data(),
                  law.denoiser() instanceof Gaussian g ? ", rank " + g.rank() : "");
    };
  }
}
