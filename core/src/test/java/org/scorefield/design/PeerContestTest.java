package org.scorefield.design;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.Gaussian;
import org.scorefield.analytic.GaussianMixture;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.array.Vector;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.metric.Estimate;
import org.scorefield.metric.Frechet;
import org.scorefield.random.Noise;
import org.scorefield.random.NoiseKey;
import org.scorefield.sampling.Outcome;
import org.scorefield.sampling.Sampler;
import org.scorefield.sampling.solver.Euler;
import org.scorefield.schedule.LogUniformGrid;
import org.scorefield.schedule.RhoGrid;
import org.scorefield.wiring.LevelRange;

class PeerContestTest {
  private static final Shape PLANE = Shape.vector(2);
  private static final GaussianMixture MODEL =
      new GaussianMixture(
          Vector.of(0.5, 0.5),
          List.of(
              Gaussian.isotropic(PLANE, Vector.of(-1, 0), 0.04),
              Gaussian.isotropic(PLANE, Vector.of(1, 0.5), 0.01)));
  private static final LevelRange RANGE = LevelRange.of(MODEL, MODEL.scale());
  private static final Sampler FINE = PeerContest.reference(RANGE, 64);
  private static final List<Integer> COUNTS = List.of(5, 8);

  private final AtomicLong asked = new AtomicLong();

  private PeerContest contest(Aim aim) {
    Denoiser counting =
        new Denoiser() {
          @Override
          public Shape shape() {
            return PLANE;
          }

          @Override
          public Batch denoise(Batch x, double sigma) {
            asked.addAndGet(x.count());
            return MODEL.denoise(x, sigma);
          }
        };
    return new PeerContest(
        counting,
        RANGE,
        FINE,
        List.of(new Yardstick.Exact(MODEL)),
        new Goal(aim, "sliced-w2"),
        new PeerContest.Size(20, 2),
        new PeerContest.Size(30, 3),
        2,
        NoiseKey.of(3));
  }

  private static NamedSampler euler() {
    return new NamedSampler(
        "own",
        n ->
            n == 8
                ? Optional.of(
                    new Peers.Peer(new Euler(), new LogUniformGrid())
                        .on(RANGE)
                        .within(8)
                        .orElseThrow())
                : Optional.empty());
  }

  @Test
  void bothRoundsAskExactlyWhatTheySayBeforehand() {
    PeerContest contest = contest(Aim.FIDELITY);
    List<PeerContest.Seeded> peers = contest.screen(COUNTS, StageWatch.NONE).orElseThrow();
    assertThat(asked.get()).isEqualTo(contest.screeningEvaluations(COUNTS));
    long before = asked.get();
    Comparison found =
        contest
            .compare(peers, List.of(euler()), COUNTS, StageWatch.NONE, PeerContest.Gallery.NONE)
            .orElseThrow();
    assertThat(asked.get() - before)
        .isEqualTo(contest.finalEvaluations(Peers.ON_MODELS, List.of(euler()), COUNTS));
    assertThat(found.entries()).hasSize(Peers.ON_MODELS.size() * COUNTS.size() + 1);
    assertThat(found.of("own", 5)).isEmpty();
  }

  @Test
  void aSolverGetsTheGridThatWasBestForItOnOtherNoise() {
    PeerContest contest = contest(Aim.FIDELITY);
    List<PeerContest.Seeded> peers = contest.screen(COUNTS, StageWatch.NONE).orElseThrow();
    SolverComparison again =
        new SolverComparison(
            MODEL, FINE, Optional.empty(), 20, 2, 1, NoiseKey.of(3).child("screening"));
    Comparison found =
        again
            .run(
                Peers.on(RANGE).stream().map(p -> p.on(RANGE)).toList(),
                COUNTS,
                ComparisonWatch.NONE)
            .orElseThrow();
    for (PeerContest.Seeded seeded : peers) {
      for (int n : COUNTS) {
        double chosen = found.standing(seeded.peer(n).orElseThrow().name(), n).error().value();
        for (Peers.Peer other : Peers.on(RANGE)) {
          if (other.solver().equals(seeded.solver())) {
            assertThat(chosen).isLessThanOrEqualTo(found.standing(other.name(), n).error().value());
          }
        }
      }
    }
    // Between two numbers that were screened: the nearer by ratio.
    assertThat(peers.getFirst().peer(7)).isEqualTo(peers.getFirst().peer(8));
  }

  @Test
  void theGalleryHasTheReferenceAndEveryRunFromTheSameNoise() {
    Map<String, Batch> hung = new LinkedHashMap<>();
    PeerContest contest = contest(Aim.FIDELITY);
    List<PeerContest.Seeded> peers = contest.screen(List.of(40), StageWatch.NONE).orElseThrow();
    contest
        .compare(
            peers.subList(0, 1),
            List.of(),
            List.of(40),
            StageWatch.NONE,
            (name, _, first) -> hung.put(name, first))
        .orElseThrow();
    assertThat(hung).containsOnlyKeys(SolverComparison.REFERENCE, peers.getFirst().name());
    Batch fine = requireNonNull(hung.get(SolverComparison.REFERENCE));
    NoiseKey seed = NoiseKey.of(3).child("finals").child("seed").child(0);
    assertThat(fine).isEqualTo(FINE.sample(MODEL, new Noise(seed, 0, 30)).orElseThrow());
    assertThat(Distances.mean(fine, requireNonNull(hung.get(peers.getFirst().name()))))
        .isLessThan(0.05);
  }

  @Test
  void aWatchThatCancelsEndsARound() {
    StageWatch stopping =
        new StageWatch() {
          @Override
          public void begin(String stage, long total) {}

          @Override
          public void advance() {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    assertThat(contest(Aim.FIDELITY).screen(COUNTS, stopping))
        .isInstanceOf(Outcome.Cancelled.class);
  }

  @Test
  void aMappedYardstickMeasuresWhatItsMapShows() {
    Dataset rows = Dataset.of("rows", "", MODEL.sample(Noise.of(5, 500)));
    // Twice as large: the squared distance is four times that of the samples themselves.
    Yardstick.Mapped twice =
        new Yardstick.Mapped(
            "twice",
            Dataset.of("rows", "", rows.all().times(2)),
            x -> x.times(2),
            List.of(Frechet.raw()));
    SolverComparison comparison =
        new SolverComparison(
            MODEL,
            FINE,
            List.of(new Yardstick.HeldOut(rows, List.of(Frechet.raw())), twice),
            50,
            2,
            1,
            NoiseKey.of(1));
    NamedSampler peer = new Peers.Peer(new Euler(), new RhoGrid(7)).on(RANGE);
    Comparison found =
        comparison.run(List.of(peer), List.of(6), ComparisonWatch.NONE).orElseThrow();
    Comparison.Standing standing = found.standing(peer.name(), 6);
    double plain = standing.metric("frechet").value();
    assertThat(standing.metric("twice frechet").value()).isCloseTo(4 * plain, within(1e-9 * plain));
    assertThat(found.floor("twice frechet").value())
        .isCloseTo(4 * found.floor("frechet").value(), within(1e-9));
  }

  private static Comparison.Standing standing(double... squares) {
    return Comparison.Standing.of(8, Vector.of(squares), Map.of(), squares.length);
  }

  @Test
  void aRatioIsJudgedInItsLogarithmAndPairedBySeed() {
    Goal goal = new Goal(Aim.FIDELITY, "");
    Comparison.Standing one = standing(1, 4, 9, 2);
    Comparison.Standing half = standing(0.25, 1, 2.25, 0.5);
    Goal.Versus versus = goal.versus(half, one);
    // Exactly half for every seed: no doubt is left.
    assertThat(versus.estimate().value()).isCloseTo(0.5, within(1e-12));
    assertThat(versus.better()).isTrue();
    assertThat(versus.high() - versus.low()).isLessThan(1e-9);
    Goal.Versus even = goal.versus(one, standing(4, 1, 2, 9));
    assertThat(even.better() || even.worse()).isFalse();
    assertThat(even.low() * even.high())
        .isCloseTo(Math.pow(even.estimate().value(), 2), within(1e-9));
  }

  @Test
  void evaluationsForAValueAreReadOffTheLineInLogarithms() {
    Goal goal = new Goal(Aim.FIDELITY, "");
    List<Comparison.Entry> entries =
        List.of(entry("a", 5, 0.8), entry("b", 5, 0.9), entry("a", 20, 0.05), entry("b", 20, 0.5));
    Comparison found = new Comparison(1, new Estimate(0, 0, 1), Map.of(), entries);
    List<String> both = List.of("a", "b");
    // From 5 to 20 the best falls by 16: error = 0.8 (n/5)^-2.
    assertThat(goal.needed(found, both, 0.2).orElseThrow()).isCloseTo(10, within(1e-9));
    assertThat(goal.needed(found, both, 0.8).orElseThrow()).isEqualTo(5);
    assertThat(goal.needed(found, both, 0.01)).isEmpty();
    assertThat(goal.needed(found, List.of("b"), 0.2)).isEmpty();
    assertThat(goal.best(found, both, 20).orElseThrow().sampler()).isEqualTo("a");
  }

  private static Comparison.Entry entry(String sampler, int budget, double error) {
    return new Comparison.Entry(
        sampler, budget, new Outcome.Completed<>(standing(error * error, error * error), budget));
  }
}
