package org.scorefield.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.scorefield.analytic.LowRank;
import org.scorefield.array.Batch;
import org.scorefield.array.Shape;
import org.scorefield.data.Dataset;
import org.scorefield.denoise.Denoiser;
import org.scorefield.doctor.Check.Outcome;
import org.scorefield.random.NoiseKey;
import org.scorefield.settings.Settings;
import org.scorefield.wiring.ExactNetwork;
import org.scorefield.wiring.NoiseInput;
import org.scorefield.wiring.Predicted;
import org.scorefield.wiring.ScheduleSettings;
import org.scorefield.wiring.Wiring;
import org.scorefield.wiring.Wirings;

class DoctorTest {
  private static final Laws LAWS = Laws.pictures(1);

  private static Doctor.Report examine(Denoiser denoiser) {
    return Doctor.examine(
        denoiser,
        Dataset.of("rows", "", LAWS.rows()),
        false,
        LAWS.yardstick(),
        2000,
        NoiseKey.of(2));
  }

  private static List<String> failed(Doctor.Report report) {
    return report.checks().stream()
        .filter(c -> c.outcome() == Outcome.FAILED)
        .map(Check::name)
        .toList();
  }

  @Test
  void exactDenoisersPassEveryCheck() {
    for (Denoiser exact : List.of(LAWS.law(), LAWS.law().matchingGaussian())) {
      Doctor.Report report = examine(exact);
      assertThat(report.checks()).allMatch(c -> c.outcome() == Outcome.PASSED);
      assertThat(Conclusion.of(report, false).state()).isEqualTo(Conclusion.State.HEALTHY);
    }
  }

  @Test
  void theReadingsOfAnExactDenoiserAreItsIdentities() {
    for (Reading r : examine(LAWS.law()).examination().readings()) {
      double chance = 4 * r.size().standardError() + 1e-9;
      assertThat(r.size().value()).isBetween(1 - chance, 1 + chance);
      assertThat(r.moved().value()).isLessThan(1 + 4 * r.moved().standardError());
      assertThat(r.poor()).isFalse();
    }
  }

  @Test
  void aDenoiserThatLooksAtTheOtherSamplesFails() {
    Doctor.Report report = examine(changed((_, clean) -> towardsTheirMean(clean)));
    assertThat(failed(report)).containsExactly("each sample for itself");
    assertThat(Conclusion.of(report, false).headline()).contains("each sample for itself");
  }

  @Test
  void aDenoiserThatReturnsNoNumbersFails() {
    Doctor.Report report = examine(changed((_, clean) -> clean.map(_ -> Double.NaN)));
    assertThat(failed(report)).contains("finite values");
    assertThat(Conclusion.of(report, false).state()).isEqualTo(Conclusion.State.FAULTY);
  }

  @Test
  void aDenoiserThatAddsTheNoiseAgainFails() {
    Doctor.Report report = examine(changed((x, clean) -> Batch.combine(2, x, -1, clean)));
    assertThat(failed(report)).contains("size of the predicted noise", "as good as a Gaussian");
  }

  @Test
  void aDenoiserThatIsPoorAtHighNoiseIsSaidToBeSo() {
    double scale = LAWS.scale();
    Denoiser poor =
        new Changed(
            (x, clean) -> clean, (x, clean) -> Batch.combine(0.8, clean, 0.2, x), 4 * scale);
    Doctor.Report report = examine(poor);
    assertThat(failed(report)).isEmpty();
    assertThat(report.examination().poorAbove()).isPresent();
    assertThat(report.examination().poorAbove().orElseThrow()).isBetween(4 * scale, 6 * scale);
    assertThat(report.examination().poorBelow()).isEmpty();
    assertThat(Conclusion.of(report, false).state()).isEqualTo(Conclusion.State.POOR);
  }

  @Test
  void withoutDataItsOwnSamplesShowWhatTheNetworkIs() {
    Wiring truth = Wirings.of(Predicted.EPSILON, ScheduleSettings.Kind.COSINE, NoiseInput.TIMESTEP);
    ExactNetwork network = new ExactNetwork(LAWS.law(), truth);
    Denoiser right = truth.denoiser(network, false);
    Dataset samples = StandIns.of(right, 0.5, 4000, NoiseKey.of(1)).orElseThrow();
    Yardstick yardstick = new Yardstick(LowRank.fit(samples, samples.size() / 4, NoiseKey.of(1)));
    Doctor.Report report = Doctor.examine(right, samples, true, yardstick, 4000, NoiseKey.of(2));
    assertThat(report.diagnosis().orElseThrow().finding()).isInstanceOf(Finding.Sound.class);
    assertThat(Conclusion.of(report, true).text()).contains("`layout`", "--data");
    for (Predicted said : List.of(Predicted.X0, Predicted.V, Predicted.SCORE)) {
      Wiring stated = Settings.with(truth, "prediction", said);
      assertThat(StandIns.of(stated.denoiser(network, false), 0.5, 4000, NoiseKey.of(1)))
          .as("%s", said)
          .isEmpty();
    }
  }

  private static Denoiser changed(BinaryOperator<Batch> change) {
    return new Changed(change, change, 1);
  }

  private static Batch towardsTheirMean(Batch x) {
    double[] out = x.toArray();
    int d = x.dimension();
    double[] mean = new double[d];
    for (int i = 0; i < out.length; i++) {
      mean[i % d] += out[i] / x.count();
    }
    Arrays.setAll(out, i -> 0.98 * out[i] + 0.02 * mean[i % d]);
    return Batch.adopt(x.shape(), out);
  }

  /// The exact denoiser with a mistake below a level and another above.
  private record Changed(BinaryOperator<Batch> below, BinaryOperator<Batch> above, double from)
      implements Denoiser {
    @Override
    public Shape shape() {
      return LAWS.shape();
    }

    @Override
    public Batch denoise(Batch x, double sigma) {
      return (sigma < from ? below : above).apply(x, LAWS.law().denoise(x, sigma));
    }
  }
}
